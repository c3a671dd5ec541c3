import { describe, expect, it } from "vitest";
import { GRACE_MS } from "../../src/client/core/timing.ts";
import { HEARTBEAT_TIMEOUT_MS } from "../../src/protocol/limits.ts";
import { settle } from "./support/clock.ts";
import { event, events, HEARTBEAT, welcome } from "./support/frames.ts";
import { livePage } from "./support/page.ts";

describe("heartbeats", () => {
	it("[HEART1] go out as often as the welcome says, for as long as they are answered", async () => {
		const page = await livePage();
		for (let beat = 1; beat <= 3; beat++) {
			await page.clock.advance(HEARTBEAT - 1);
			expect(page.socket.link.pings).toBe(beat - 1);
			await page.clock.advance(1);
			expect(page.socket.link.pings).toBe(beat);
			page.socket.link.pong("e:10");
		}
		expect(page.heard()).toEqual([]);
	});

	it("[HEART5] without an answer, the socket is dead: it is left and the channel comes back", async () => {
		const page = await livePage();
		const dead = page.socket.link;
		await page.clock.advance(HEARTBEAT + HEARTBEAT_TIMEOUT_MS - 1);
		expect(page.channel.state).toBe("live");
		await page.clock.advance(1);
		expect(page.heard()).toEqual(["live > recovering: no_heartbeat"]);
		expect(dead.isClosed).toBe(true);
		await page.clock.advance(500);
		expect(page.socket.links).toHaveLength(2);
	});

	it("[HEART4] a pong ahead of what has come asks for a replay, after what may still be under way", async () => {
		const page = await livePage();
		page.socket.link.pong("e:12");
		await page.clock.advance(GRACE_MS - 1);
		expect(page.socket.link.sent).toEqual([]);
		await page.clock.advance(1);
		expect(page.socket.link.sent).toEqual([{ type: "replay", after: "e:10" }]);
		page.socket.link.frames(...events(11, 12));
		expect(page.heard()).toEqual([11, 12]);
	});

	it("[HEART4] a pong that has overtaken its events asks for nothing", async () => {
		const page = await livePage();
		page.socket.link.pong("e:12");
		page.socket.link.frames(...events(11, 12));
		await page.clock.advance(GRACE_MS);
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[HEART4] waits with the replay while events keep coming, and asks at a later heartbeat", async () => {
		const page = await livePage();
		page.socket.link.pong("e:13");
		page.socket.link.frames(event(11));
		await page.clock.advance(GRACE_MS);
		expect(page.socket.link.sent).toEqual([]);
		await page.clock.advance(HEARTBEAT);
		page.socket.link.pong("e:13");
		await page.clock.advance(GRACE_MS);
		expect(page.socket.link.sent).toEqual([{ type: "replay", after: "e:11" }]);
	});

	it("[HEART4][CLIENT6] asks again for a replay that was lost on its way", async () => {
		const page = await livePage();
		page.socket.link.frames(event(12));
		expect(page.socket.link.sent).toHaveLength(1);
		page.socket.link.pong("e:12");
		await page.clock.advance(GRACE_MS);
		expect(page.socket.link.sent).toHaveLength(2);
	});

	it("[HEART2] a pong of another log makes it come back at once, with its own cursor", async () => {
		const page = await livePage();
		page.socket.link.pong("n:1");
		await settle();
		expect(page.socket.links).toHaveLength(2);
		expect(page.socket.link.address.since).toBe("e:10");
		page.socket.link.frames(welcome("n:1", { resumed: "fresh" }));
		expect(page.heard()).toEqual(["live > recovering: new_log", { resumed: "fresh" }, "recovering > live: welcome"]);
	});
});
