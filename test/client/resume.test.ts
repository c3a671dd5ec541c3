import { describe, expect, it } from "vitest";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { event, events, skip, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";

async function resumed(since = "e:7"): Promise<Page> {
	const page = new Page({}, since);
	await settle();
	return page;
}

describe("resuming", () => {
	it("[RESUME2] gets what it missed once and in order, and tells no gap", async () => {
		const page = await resumed();
		page.socket.link.frames(welcome("e:9", { resumed: "complete" }), event(8), event(9), event(10));
		expect(page.heard()).toEqual([8, 9, 10, "connecting > live: welcome"]);
	});

	it("[RESUME1] begins at the head without a cursor, which is no gap", async () => {
		const page = await livePage();
		expect(page.channel.cursor).toBe("e:10");
		expect(page.heard()).toEqual([]);
	});

	it("[RESUME3][CLIENT7] tells the gap of a partial resume, and goes on behind it", async () => {
		const page = await resumed();
		page.socket.link.frames(welcome("e:21", { resumed: "partial", gap: { after: 7, before: 20 } }), ...events(20, 21));
		expect(page.heard()).toEqual([{ resumed: "partial", after: 7, before: 20 }, 20, 21, "connecting > live: welcome"]);
		expect(page.channel.cursor).toBe("e:21");
	});

	it("[RESUME3] is live after a partial resume of which nothing is left", async () => {
		const page = await resumed();
		page.socket.link.frames(welcome("e:21", { resumed: "partial", gap: { after: 7, before: 22 } }));
		expect(page.heard()).toEqual([{ resumed: "partial", after: 7, before: 22 }, "connecting > live: welcome"]);
		expect(page.channel.cursor).toBe("e:21");
	});

	it("[RESUME4][CLIENT7] tells that everything may be missed where its cursor is of another log", async () => {
		const page = await resumed("old:700");
		page.socket.link.frames(welcome("e:3", { resumed: "fresh" }), event(4));
		expect(page.heard()).toEqual([{ resumed: "fresh" }, "connecting > live: welcome", 4]);
		expect(page.channel.cursor).toBe("e:4");
	});

	it("[CLIENT4][CLIENT7] comes back to a channel that was erased, and tells that its log is another", async () => {
		const page = await livePage();
		page.socket.link.frames({ type: "fault", code: "erased", message: "The channel was erased; its log begins anew." });
		page.socket.link.drop(CLOSE_CODES.erased, '{"within":2000}');
		expect(page.clock.next).toBe(900);
		await page.clock.advance(900);
		expect(page.socket.link.address.since).toBe("e:10");
		page.socket.link.frames(welcome("n:0", { resumed: "fresh" }), event(1));
		expect(page.heard()).toEqual(["live > recovering: erased", { resumed: "fresh" }, "recovering > live: welcome", 1]);
		expect(page.channel.cursor).toBe("n:1");
	});

	it("[CLIENT5] drops what it has had", async () => {
		const page = await livePage();
		page.socket.link.frames(event(10), event(11), event(11), event(9), skip(8, 10), skip(10, 11, true), event(12));
		expect(page.heard()).toEqual([11, 12]);
	});

	it("[RESUME9] moves over skips, and takes the rest of one that overlaps", async () => {
		const page = await livePage();
		page.socket.link.frames(skip(11), skip(12, 14), skip(13, 16), event(17));
		expect(page.heard()).toEqual([17]);
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[CLIENT7][RESUME6] tells a skip over what retention took as a gap", async () => {
		const page = await livePage();
		page.socket.link.frames(skip(11, 13, true), event(14));
		expect(page.heard()).toEqual([{ resumed: "partial", after: 10, before: 14 }, 14]);
	});

	it("[CLIENT6] asks once for what is missing at a hole, and hands over in order when it comes", async () => {
		const page = await livePage();
		page.socket.link.frames(event(11), event(13));
		page.socket.link.frames(event(14));
		expect(page.socket.link.sent).toEqual([{ type: "replay", after: "e:11" }]);
		expect(page.heard()).toEqual([11]);
		page.socket.link.frames(...events(12, 14), event(15));
		expect(page.heard()).toEqual([12, 13, 14, 15]);
		expect(page.socket.link.sent).toHaveLength(1);
	});

	it("[RESUME11] comes back with the proof that the latest welcome gave it", async () => {
		const page = new Page();
		await settle();
		page.socket.link.frames(welcome("e:5:5.aaaaaaaaaaaaaaaa", { resumed: "fresh" }), event(6));
		expect(page.channel.cursor).toBe("e:6:5.aaaaaaaaaaaaaaaa");
		page.socket.link.pong("e:6:6.bbbbbbbbbbbbbbbb");
		page.socket.link.drop();
		await page.clock.advance(500);
		expect(page.socket.link.address.since).toBe("e:6:5.aaaaaaaaaaaaaaaa");
		page.socket.link.frames(welcome("e:7:4.cccccccccccccccc", { resumed: "complete" }));
		expect(page.channel.cursor).toBe("e:6:4.cccccccccccccccc");
		page.socket.link.frames(event(9));
		expect(page.socket.link.sent).toEqual([{ type: "replay", after: "e:6:4.cccccccccccccccc" }]);
	});

	it("[COST6] sends a heartbeat after each message for as long as it is behind, and none once it is not", async () => {
		const page = await resumed();
		const { link } = page.socket;
		link.frames(welcome("e:12", { resumed: "complete" }));
		expect(link.pings).toBe(1);
		link.frames(event(8), event(9));
		expect(link.pings).toBe(2);
		link.frames(...events(10, 12));
		link.frames(event(13));
		expect(link.pings).toBe(2);
		link.frames(event(16));
		expect(link.sent).toEqual([{ type: "replay", after: "e:13" }]);
		link.frames(event(14));
		expect(link.pings).toBe(4);
		link.frames(event(15), event(16));
		expect(link.pings).toBe(4);
	});

	it("[CLIENT6] asks again at the next hole", async () => {
		const page = await livePage();
		page.socket.link.frames(event(12));
		page.socket.link.frames(event(11), event(12), event(14));
		expect(page.socket.link.sent).toEqual([
			{ type: "replay", after: "e:10" },
			{ type: "replay", after: "e:12" },
		]);
	});

	it("[CLIENT6] asks anew on a new connection, where the first answer never came", async () => {
		const page = await livePage();
		page.socket.link.frames(event(12));
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }), event(12));
		expect(page.socket.link.sent).toEqual([{ type: "replay", after: "e:10" }]);
	});

	it("[RESUME7] begins a new connection where a replay cannot be had", async () => {
		const page = await livePage();
		page.socket.link.frames({ type: "fault", code: "unknown_cursor", message: "" });
		await settle();
		expect(page.socket.links).toHaveLength(2);
		page.socket.link.frames(welcome("n:2", { resumed: "fresh" }));
		expect(page.heard()).toEqual(["live > recovering: new_log", { resumed: "fresh" }, "recovering > live: welcome"]);
	});

	it("[CLIENT2] is not live before its time where a heartbeat names an earlier head", async () => {
		const page = await resumed();
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), event(8));
		page.socket.link.pong("e:8");
		page.socket.link.frames(event(9));
		expect(page.channel.state).toBe("connecting");
		page.socket.link.frames(...events(10, 12));
		expect(page.channel.state).toBe("live");
	});

	it("[CLIENT7] sends a cursor that is none to the room, whose word it is", async () => {
		const page = await resumed("nonsense");
		expect(page.socket.link.address.since).toBe("nonsense");
	});
});
