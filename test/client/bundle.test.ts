import { build } from "esbuild";
import { expect, it, onTestFinished, vi } from "vitest";
import type * as client from "../../src/client/index.ts";
import { PAGE_BUNDLE } from "../../scripts/lib/client-bundle.mjs";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { CLIMB_MS } from "../../src/client/core/timing.ts";
import { settle } from "./support/clock.ts";
import { event, skip, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";
import { FakeWebSocket } from "./support/web-socket.ts";

// The bundle for pages shortens names of the client's own objects. Here it goes through a life of it, and of its polling,
// against the names of the wire, of the platform and of the public API as they are.
vi.mock(import("../../src/client/index.ts"), async () => {
	const { outputFiles } = await build({
		...PAGE_BUNDLE,
		entryPoints: ["src/client/index.ts"],
		format: "esm",
		write: false,
	});
	const code = Buffer.from(outputFiles?.[0]?.contents ?? []).toString("base64");
	// What was built is what was mocked.
	return (await import(`data:text/javascript;base64,${code}`)) as typeof client;
});

it("[CLIENT1][CLIENT8][CLIENT12] the bundle lives, recovers, resumes, renews and ends like what it is made of", async () => {
	const page = await livePage({ ticket: () => `${btoa("{}")}.${btoa('{"exp":1800000020}')}.x` });
	const publish = page.channel.publish("message", 1);
	const call = page.channel.call({ ask: 1 }, { component: "quiz" });
	page.socket.link.frames({ type: "reply", ref: "2", data: 3 });
	await expect(call).resolves.toBe(3);
	page.socket.link.frames(event(11), event(13));
	expect(page.socket.link.sentOf("replay")).toEqual([{ type: "replay", after: "e:11" }]);
	page.socket.link.frames(skip(12, 12, true), event(13));
	await page.clock.advance(16_000);
	expect(page.socket.link.sentOf("renew")).toHaveLength(1);
	page.socket.link.drop(CLOSE_CODES.overloaded);
	await page.clock.advance(page.clock.next ?? 0);
	expect(page.socket.link.address.since).toBe("e:13");
	page.socket.link.frames(welcome("e:13", { resumed: "complete" }));
	page.socket.link.frames({ type: "ack", ref: "1", seq: 14, at: 5, recipients: 0 });
	await expect(publish).resolves.toMatchObject({ seq: 14 });
	page.socket.link.frames({ type: "fault", code: "kicked", message: "Please leave." });
	page.socket.link.drop(CLOSE_CODES.kicked);
	expect(page.heard()).toEqual([
		11,
		{ resumed: "partial", after: 11, before: 13 },
		13,
		`live > recovering: close_${CLOSE_CODES.overloaded}`,
		"recovering > live: welcome",
		"live > lost: kicked",
	]);
	expect(page.clock.pending).toBe(0);
});

it("[CLIENT9][CLIENT10] the bundle falls back to polling, climbs back, and minds its page", async () => {
	const page = new Page();
	await settle();
	for (const _ of [1, 2]) {
		page.socket.link.drop();
		await settle();
		await page.clock.advance(page.clock.next ?? 0);
	}
	page.poll.link.frames(welcome("e:10"));
	await page.clock.advance(25_000);
	page.poll.link.pong("e:10");
	await page.clock.advance(CLIMB_MS - 25_000);
	page.socket.link.frames(welcome("e:11", { resumed: "complete" }), event(11));
	expect(page.channel.transport).toBe("socket");
	page.hint("frozen");
	page.hint("wake");
	await settle();
	page.socket.link.frames(welcome("n:1"));
	expect(page.heard()).toEqual([
		"connecting > live: welcome",
		11,
		"live > recovering: frozen",
		{ resumed: "fresh" },
		"recovering > live: welcome",
	]);
});

it("[CLIENT15][SOCKET1][SOCKET2] the bundle speaks over a socket, which never comes back by itself", async () => {
	// The clock of the runtime is partysocket's: the client's own is the page's.
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	onTestFinished(() => void vi.useRealTimers());
	FakeWebSocket.all = [];
	// Has what is used of a WebSocket.
	const WebSocket = FakeWebSocket as unknown as typeof globalThis.WebSocket;
	const page = new Page({ ticket: "a.b.c", transports: {}, environment: { WebSocket } });
	await settle();
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeWebSocket.all).toHaveLength(1);
	const [socket] = FakeWebSocket.all;
	if (socket === undefined) throw new Error("unreachable");
	expect([socket.url, socket.protocols]).toEqual([
		"wss://parlour.test/v1/channels/key.channel.signature/socket",
		["parlour.v1", "ticket.a.b.c"],
	]);
	socket.open();
	socket.say(JSON.stringify([welcome("e:10"), event(11)]));
	page.channel.signal("typing", true);
	await page.clock.advance(25_000);
	socket.say("pong e:11");
	expect(socket.sent).toEqual(["ping", '{"type":"signal","name":"typing","data":true}', "ping"]);
	socket.say('{"type":"fault","code":"moonrise","message":"Later."}');
	socket.end(4250);
	expect(page.heard()).toEqual(["connecting > live: welcome", 11, "live > recovering: moonrise"]);
	// Longer than partysocket's longest wait (10 s), were it let.
	await vi.advanceTimersByTimeAsync(60_000);
	expect(FakeWebSocket.all).toHaveLength(1);
	await page.clock.advance(page.clock.next ?? 0);
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeWebSocket.all).toHaveLength(2);
	FakeWebSocket.all[1]?.fail();
	expect(page.clock.next).toBeGreaterThan(0);
	page.channel.close();
	expect(page.clock.pending).toBe(0);
});

it("[HTTP14][POLL1] the bundle speaks HTTP", async () => {
	const asked: unknown[] = [];
	const page = new Page({
		transport: "poll",
		transports: {},
		environment: {
			fetch: (url, { method, body }) => {
				asked.push([method, url.replace(/.*\//, ""), body]);
				if (url.includes("since")) return new Promise(() => undefined);
				const poll = { cursor: "e:1", frames: [welcome("e:1")] };
				return Promise.resolve(Response.json(method === "POST" ? { seq: 2, at: 5, recipients: 0 } : poll));
			},
		},
	});
	await settle();
	expect(page.channel.state).toBe("live");
	await expect(page.channel.publish("message", 1)).resolves.toMatchObject({ seq: 2 });
	expect(asked).toEqual([
		["GET", "poll?wait=25&hello=1&session=id1", undefined],
		["GET", "poll?since=e%3A1&wait=25&session=id1", undefined],
		["POST", "publish?", '{"name":"message","data":1,"id":"id2"}'],
	]);
});
