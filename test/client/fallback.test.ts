import { describe, expect, it } from "vitest";
import { CLIMB_MS } from "../../src/client/core/timing.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { event, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";
import { FakeTransport } from "./support/wire.ts";

/** A page whose sockets are blocked, and that is live by polling at `e:10`. */
async function pollingPage(): Promise<Page> {
	const page = new Page({ timeout: CLIMB_MS * 2 });
	await settle();
	page.socket.link.drop();
	await page.clock.advance(500);
	page.socket.link.drop();
	await page.clock.advance(1_000);
	page.poll.link.frames(welcome("e:10"));
	page.heard();
	return page;
}

describe("polling where sockets are blocked", () => {
	it("[CLIENT9] polls after two sockets in a row have failed", async () => {
		const page = await pollingPage();
		expect([page.socket.links.length, page.poll.links.length]).toEqual([2, 1]);
		expect([page.channel.state, page.channel.transport]).toEqual(["live", "poll"]);
		page.poll.link.frames(event(11));
		expect(page.heard()).toEqual([11]);
	});

	it("[CLIENT9] stays with sockets where a room has spoken", async () => {
		const page = new Page();
		await settle();
		for (let attempt = 0; attempt < 4; attempt++) {
			page.socket.link.drop(CLOSE_CODES.overloaded);
			// What is wrong is told once its sentence is there.
			await settle();
			await page.clock.advance(page.clock.next ?? 0);
		}
		expect([page.socket.links.length, page.poll.links.length]).toEqual([5, 0]);
	});

	it("[CLIENT9] stays with what it was told to use", async () => {
		const page = new Page({ transport: "poll" });
		await settle();
		page.poll.link.drop();
		await page.clock.advance(500);
		page.poll.link.frames(welcome("e:1"));
		await page.clock.advance(CLIMB_MS * 10);
		expect(page.poll.links.length).toBeGreaterThan(1);
		expect(page.socket.links).toHaveLength(0);
	});

	it("[CLIENT9] takes turns where polls fail as well", async () => {
		const page = new Page();
		await settle();
		const tried: string[] = [];
		for (let attempt = 0; attempt < 6; attempt++) {
			const { socket, poll, channel } = page;
			tried.push(channel.transport);
			(channel.transport === "socket" ? socket : poll).link.drop();
			await settle();
			await page.clock.advance(page.clock.next ?? 0);
		}
		expect(tried).toEqual(["socket", "socket", "poll", "socket", "poll", "socket"]);
	});

	it("[CLIENT3][CLIENT9] goes on after a pause where the transport itself could not be loaded", async () => {
		const page = new Page({ transport: "poll", transports: { poll: () => Promise.reject(new Error("offline")) } });
		await settle();
		expect([page.channel.state, page.clock.next]).toEqual(["connecting", 500]);
		await page.clock.advance(500);
		expect(page.clock.next).toBe(1_000);
	});

	it("[CLIENT17] closes a link that comes when it has been left", async () => {
		const poll = new FakeTransport();
		const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
		const page = new Page({
			transport: "poll",
			transports: { poll: async (...given) => (await loaded, poll.open(...given)) },
		});
		await settle();
		page.channel.close();
		load();
		await settle();
		expect([poll.link.isClosed, page.clock.pending, page.channel.state]).toEqual([true, 0, "closed"]);
	});

	it("[CLIENT8][CLIENT9] resumes by polling from the cursor of its sockets", async () => {
		const page = await livePage();
		page.socket.link.frames(event(11));
		for (let attempt = 0; attempt < 6; attempt++) {
			page.socket.link.drop();
			await page.clock.advance(page.clock.next ?? 0);
		}
		expect(page.channel.transport).toBe("poll");
		expect(page.poll.link.address.since).toBe("e:11");
	});

	it("[CLIENT9] climbs back to a socket while the poll goes on, without leaving live, a double or a hole", async () => {
		const page = await pollingPage();
		await page.clock.advance(CLIMB_MS);
		expect(page.socket.links).toHaveLength(3);
		expect(page.socket.link.address.since).toBe("e:10");
		page.poll.link.frames(event(11));
		const poll = page.poll.link;
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), event(11), event(12));
		expect([poll.isClosed, page.channel.transport, page.channel.state]).toEqual([true, "socket", "live"]);
		poll.frames(event(12), event(13));
		page.socket.link.frames(event(13));
		expect(page.heard()).toEqual([11, 12, 13]);
		await page.clock.advance(25_000);
		expect(page.socket.link.pings).toBe(1);
	});

	it("[CLIENT9] looks for a socket with a growing pause, and is not moved by one that fails", async () => {
		const page = await pollingPage();
		const pauses: number[] = [];
		for (let look = 0, last = page.clock.now(); look < 3; look++) {
			const before = page.socket.links.length;
			while (page.socket.links.length === before) {
				page.poll.link.pong(page.channel.cursor ?? "");
				await page.clock.advance(1_000);
			}
			pauses.push(page.clock.now() - last);
			last = page.clock.now();
			page.socket.link.drop();
		}
		expect(pauses).toEqual([CLIMB_MS, CLIMB_MS * 2, CLIMB_MS * 4]);
		expect([page.heard(), page.channel.transport]).toEqual([[], "poll"]);
	});

	it("[CLIENT12] sends an unanswered publish again on the socket that takes over", async () => {
		const page = await pollingPage();
		const publish = page.channel.publish("message", 1);
		expect(page.poll.link.sentOf("publish")).toHaveLength(1);
		await page.clock.advance(CLIMB_MS);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["id1"]);
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 1, recipients: 0 });
		await expect(publish).resolves.toMatchObject({ seq: 11 });
	});

	it("[CLIENT24] the socket that takes over repeats nothing before it has read what was stored meanwhile", async () => {
		const page = await pollingPage();
		const refused = page.channel.publish("message", 1, { id: "m1" });
		const stored = page.channel.publish("message", 2, { id: "m2" });
		await page.clock.advance(CLIMB_MS);
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), event(11));
		expect(page.socket.link.sentOf("publish")).toEqual([]);
		page.socket.link.frames({ ...event(12), id: "m2" });
		await expect(refused).rejects.toMatchObject({ code: "disconnected", outcome: "not_done" });
		expect(page.socket.link.sentOf("publish").map(({ id }) => id)).toEqual(["m2"]);
		page.socket.link.frames({ type: "ack", ref: "2", seq: 12, at: 1, recipients: 0 });
		await expect(stored).resolves.toMatchObject({ seq: 12 });
	});

	it("[CLIENT11] does not climb while a call waits on the poll", async () => {
		const page = await pollingPage();
		const call = page.channel.call(1);
		await page.clock.advance(CLIMB_MS);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect([page.socket.link.isClosed, page.channel.transport]).toEqual([true, "poll"]);
		page.poll.link.frames({ type: "reply", ref: "1", data: "answer" });
		await expect(call).resolves.toBe("answer");
	});

	it("leaves no probe behind when it is closed", async () => {
		const page = await pollingPage();
		await page.clock.advance(CLIMB_MS);
		page.channel.close();
		expect([page.socket.link.isClosed, page.poll.link.isClosed, page.clock.pending]).toEqual([true, true, 0]);
	});

	it("[CLIENT9] polls at once where the runtime has no sockets at all", async () => {
		const page = new Page({
			transports: { poll: undefined },
			environment: { WebSocket: undefined, fetch: () => new Promise(() => {}) },
		});
		await settle();
		expect(page.channel.transport).toBe("poll");
		page.channel.close();
	});
});

describe("signals on the way back to a socket", () => {
	it("[POLL11] of the time in between are handed to the page, and what is lost is told", async () => {
		const page = await pollingPage();
		page.channel.onSignal("typing", ({ data }) => page.told.push(data));
		page.channel.onSignalsLost(() => page.told.push("lost"));
		const handed: Parameters<NonNullable<typeof page.poll.link.handOver>>[0][] = [];
		page.poll.link.handOver = (take) => void handed.push(take);
		await page.clock.advance(CLIMB_MS);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.channel.transport).toBe("socket");
		handed[0]?.([{ type: "signal", name: "typing", data: "ada" }, event(11)], false);
		handed[0]?.([], true);
		expect(page.heard()).toEqual(["ada", "lost"]);
	});

	it("[POLL11] are not told to a channel that was closed before they came", async () => {
		const page = await pollingPage();
		page.channel.onSignal("typing", ({ data }) => page.told.push(data));
		page.channel.onSignalsLost(() => page.told.push("lost"));
		const handed: Parameters<NonNullable<typeof page.poll.link.handOver>>[0][] = [];
		page.poll.link.handOver = (take) => void handed.push(take);
		await page.clock.advance(CLIMB_MS);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		page.channel.close();
		page.heard();
		expect(handed).toHaveLength(1);
		handed[0]?.([{ type: "signal", name: "typing", data: "ada" }], true);
		expect(page.heard()).toEqual([]);
	});

	it("[POLL9] are told as lost where a poll says so", async () => {
		const page = await pollingPage();
		page.channel.onSignalsLost(() => page.told.push("lost"));
		page.poll.link.signalsLost();
		expect(page.heard()).toEqual(["lost"]);
	});
});
