import { describe, expect, it } from "vitest";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { event, events, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";

describe("a channel's life", () => {
	it("[CLIENT1][CLIENT2] is connecting until the welcome, and then live", async () => {
		const page = new Page();
		expect(page.channel.state).toBe("connecting");
		await settle();
		expect(page.socket.link.address).toEqual({
			url: "https://parlour.test",
			hash: "key.channel.signature",
			since: undefined,
			ticket: undefined,
		});
		expect([page.channel.state, page.channel.cursor, page.channel.may]).toEqual(["connecting", undefined, undefined]);
		page.socket.link.frames(welcome("e:10", { you: { id: "ann", role: "member" } }));
		expect(page.heard()).toEqual(["connecting > live: welcome"]);
		expect([page.channel.state, page.channel.cursor, page.channel.transport]).toEqual(["live", "e:10", "socket"]);
		expect([page.channel.you?.id, page.channel.may?.publish]).toEqual(["ann", true]);
	});

	it("[CLIENT2] is not live before everything that the welcome announced has come", async () => {
		const page = new Page({}, "e:7");
		await settle();
		expect(page.socket.link.address.since).toBe("e:7");
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }), ...events(8, 9));
		expect(page.channel.state).toBe("connecting");
		page.socket.link.frames(event(10));
		expect(page.heard()).toEqual([8, 9, 10, "connecting > live: welcome"]);
	});

	it("[CLIENT1][CLIENT8] recovers from a drop with its own cursor, quickly, and tells each change once", async () => {
		const page = await livePage();
		page.socket.link.frames(event(11));
		await page.clock.advance(10_000);
		page.socket.link.drop();
		expect(page.channel.state).toBe("recovering");
		expect(page.clock.next).toBe(500);
		await page.clock.advance(500);
		expect(page.socket.links).toHaveLength(2);
		expect(page.socket.link.address.since).toBe("e:11");
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), event(12));
		expect(page.heard()).toEqual([11, "live > recovering: connection_lost", 12, "recovering > live: welcome"]);
	});

	it("[CLIENT3] waits longer with each failure, and starts over only after a connection has lasted", async () => {
		const page = await livePage({ transport: "socket" });
		const waits: (number | undefined)[] = [];
		for (let failure = 0; failure < 8; failure++) {
			page.socket.link.drop();
			waits.push(page.clock.next);
			await page.clock.advance(page.clock.next ?? 0);
		}
		expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		page.socket.link.drop();
		expect(page.clock.next).toBe(15_000);
		await page.clock.advance(15_000);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		await page.clock.advance(5_000);
		page.socket.link.drop();
		expect(page.clock.next).toBe(500);
	});

	it("[CLIENT1][CLIENT4] is lost when the room says stop, with the code and the reason of its fault", async () => {
		const page = await livePage();
		const changes: unknown[] = [];
		page.channel.onState((change) => changes.push(change));
		page.socket.link.frames({ type: "fault", code: "kicked", message: "Please leave." });
		page.socket.link.drop(CLOSE_CODES.kicked);
		expect(changes).toEqual([{ from: "live", to: "lost", code: "kicked", reason: "Please leave." }]);
		expect([page.clock.pending, page.hasHints]).toEqual([0, false]);
	});

	it("[FAULT7] hands on a fault that it does not know, for the reason of the close that follows", async () => {
		const page = await livePage();
		const changes: unknown[] = [];
		page.channel.onState((change) => changes.push(change));
		page.socket.link.frames({ type: "fault", code: "moonrise", message: "Something new." });
		page.socket.link.drop(4_250);
		expect(changes).toMatchObject([{ to: "recovering", code: "moonrise", reason: "Something new." }]);
	});

	it("does not blame a drop on an earlier fault of another kind", async () => {
		const page = await livePage();
		page.socket.link.frames({ type: "fault", code: "forbidden", message: "Not that signal." });
		page.socket.link.drop();
		expect(page.errors).toMatchObject([{ code: "forbidden", message: "Not that signal." }]);
		expect(page.heard()).toEqual(["live > recovering: connection_lost"]);
	});

	it("reports a fault that answers no request, as soon as it is clear that no close follows", async () => {
		for (const goOn of [
			(page: Page) => page.socket.link.frames(event(11)),
			(page: Page) => page.socket.link.pong("e:10"),
		]) {
			const page = await livePage();
			page.socket.link.frames({ type: "fault", code: "forbidden", message: "Not that signal." });
			goOn(page);
			page.socket.link.drop(CLOSE_CODES.overloaded);
			expect(page.errors).toMatchObject([{ code: "forbidden" }]);
			expect(page.heard().at(-1)).toBe(`live > recovering: close_${CLOSE_CODES.overloaded}`);
		}
	});

	it("[CLIENT1] is closed by close(), leaving neither timer nor link nor listener", async () => {
		const page = await livePage();
		page.channel.close();
		page.channel.close();
		expect(page.heard()).toEqual(["live > closed: closed"]);
		expect([page.socket.link.isClosed, page.clock.pending, page.hasHints]).toEqual([true, 0, false]);
		await expect(page.channel.publish("message", 1)).rejects.toMatchObject({ code: "closed" });
	});

	it("[CLIENT17] hears nothing of a link that it has left", async () => {
		const page = await livePage();
		const old = page.socket.link;
		old.drop();
		await page.clock.advance(500);
		old.frames(event(11), { type: "fault", code: "kicked", message: "" });
		old.pong("other:1");
		old.drop(CLOSE_CODES.kicked);
		expect(page.heard()).toEqual(["live > recovering: connection_lost"]);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.channel.cursor).toBe("e:10");
	});

	it("[CLIENT1] closes every channel with the Parlour, each with a connection of its own", async () => {
		const page = await livePage();
		const other = page.parlour.subscribe(page.channel.hash);
		await settle();
		expect(page.socket.links).toHaveLength(2);
		page.channel.close();
		expect(other.state).toBe("connecting");
		page.parlour.close();
		expect(other.state).toBe("closed");
	});

	it("ends at once where a handler closes the channel in the middle of a batch", async () => {
		const page = await livePage();
		page.channel.on("message", ({ seq }) => {
			if (seq === 11) page.channel.close();
		});
		page.socket.link.frames(...events(11, 13));
		expect(page.heard()).toEqual([11, "live > closed: closed"]);
	});
});
