import { describe, expect, test } from "vitest";
import { parseCursor, readCursor } from "../../../src/protocol/cursor.ts";
import type { Caller } from "../../../src/rooms/core/access.ts";
import { MemoryLog } from "../../../src/rooms/store/memory-log.ts";
import { turn } from "../../support/host.ts";
import { accounted, guest, member, outcomes, TestReader, TestRoom, TestSink } from "../../support/room.ts";

/** A room whose history may not be read, with three events of before. */
async function closedRoom(store = new MemoryLog("e")): Promise<TestRoom> {
	const room = new TestRoom({ readHistory: false, publish: "anyone", store });
	await room.fill(3, { data: "secret" });
	return room;
}

async function enter(room: TestRoom, since?: string, caller: Caller = guest): Promise<TestReader> {
	const cursor = since === undefined ? undefined : readCursor(since);
	const entry = await room.room.entry(cursor);
	const sink = new TestSink();
	const arrival = { session: "s", caller, sink, ...(entry !== undefined && { floor: entry.floor }) };
	return new TestReader(room.room, room.room.join(arrival, cursor, entry), sink);
}

function cursorOf(reader: TestReader): string {
	return reader.of("welcome")[0]?.cursor ?? "";
}

/** The cursor that a page makes by itself at another number. */
function moved(cursor: string, seq: number): string {
	return cursor.replace(/:\d+/, `:${seq}`);
}

describe("where the history may not be read", () => {
	test.each([["e:0"], ["e:2"], ["e:0:3.0000000000000000"]])("[RESUME10] %s gives nothing of before", async (since) => {
		const room = await closedRoom();
		const reader = await enter(room, since);
		expect(reader.of("welcome")).toMatchObject([
			{ resumed: "fresh", cursor: expect.stringMatching(/^e:3:/) as string },
		]);
		const poll = await room.poll({ since });
		expect(poll.frames).toMatchObject([{ type: "welcome", resumed: "fresh" }]);
		await room.notify("live");
		room.host.advance(1_000);
		expect(reader.seqs).toEqual([4]);
	});

	test("[RESUME10] a cursor that a page made of what it was told brings it back to all that it missed", async () => {
		const room = await closedRoom();
		const first = await enter(room);
		const cursor = cursorOf(first);
		await room.fill(2);
		first.leave();
		await room.fill(2);
		const back = await enter(room, moved(cursor, 4));
		expect(back.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		expect(back.seqs).toEqual([5, 6, 7]);
		const again = await enter(room, moved(cursorOf(back), 3));
		expect(again.seqs).toEqual([4, 5, 6, 7]);
	});

	test("[RESUME10] nobody gets what was before they were let in, by whatever number their cursor says", async () => {
		const room = await closedRoom();
		const cursor = cursorOf(await enter(room));
		await room.fill(1);
		const back = await enter(room, moved(cursor, 0));
		expect(back.of("welcome")).toMatchObject([{ resumed: "partial", gap: { after: 0, before: 4 } }]);
		expect(back.seqs).toEqual([4]);
		const { frames, cursor: next } = await room.poll({ since: moved(cursor, 0) });
		expect(accounted(frames)).toEqual([4]);
		expect(
			(await room.poll({ since: moved(next, 1) })).frames.flatMap((frame) => ("data" in frame ? frame.data : [])),
		).toEqual([0]);
	});

	test("[RESUME10] a replay gives a skip in the place of what was before, also after sleep", async () => {
		const room = await closedRoom();
		const reader = await enter(room);
		await room.fill(1);
		reader.clear();
		await reader.send({ type: "replay", after: 0 });
		await reader.send({ type: "replay", after: "e:1" });
		expect(accounted(reader.frames)).toEqual([-1, -2, -3, 4, -2, -3, 4]);
		const [woken] = room.wake([reader]);
		woken?.clear();
		await woken?.send({ type: "replay", after: 0 });
		expect(accounted(woken?.frames ?? [])).toEqual([-1, -2, -3, -4]);
	});

	test("[RESUME11] a heartbeat names a cursor that is good for coming back, one text for all", async () => {
		const room = await closedRoom();
		await enter(room);
		await turn();
		const heard = room.host.announced.at(-1) ?? "";
		expect(parseCursor(heard)).toMatchObject({ epoch: "e", seq: 3, proof: expect.any(String) as string });
		await room.fill(1);
		room.host.advance(1_000);
		expect((await enter(room, heard)).seqs).toEqual([4]);
		expect((await enter(room, moved(heard, 0))).seqs).toEqual([4]);
		await turn();
		expect(room.host.announced.at(-1)).toMatch(/^e:4:/);
	});

	test("[RESUME11] so does the answer to a publish", async () => {
		const room = await closedRoom();
		const published = await room.room.publish(guest, { name: "mine", data: 1 });
		const cursor = "cursor" in published ? published.cursor : "";
		await room.fill(1);
		expect((await enter(room, cursor)).seqs).toEqual([5]);
	});

	test("[RESUME10] a conflict tells a page of nothing that was before", async () => {
		const room = await closedRoom();
		const reader = await enter(room, undefined, member("ada"));
		await room.fill(1);
		await reader.send({ type: "publish", ref: "r", name: "say", expectHead: 0 });
		expect(reader.of("fault")).toMatchObject([{ ref: "r", code: "conflict", newer: [{ seq: 4 }] }]);
		const published = await room.room.publish(member("bob"), { name: "say", data: 1, expectHead: 0 });
		expect(published).toMatchObject({ fault: { code: "conflict", newer: [] } });
		expect(outcomes([published])).toEqual(["conflict"]);
	});

	test("[RESUME12] cursors that a log has given before are honoured until a day has passed", async () => {
		const store = new MemoryLog("e");
		const room = await closedRoom(store);
		store.plainUntil = room.host.now() + 86_400_000;
		const reader = await enter(room, "e:1");
		expect(reader.seqs).toEqual([2, 3]);
		room.host.setClock(room.host.now() + 86_400_000);
		expect((await enter(room, "e:1")).seqs).toEqual([]);
		expect((await enter(room, moved(cursorOf(reader), 1))).seqs).toEqual([2, 3]);
	});
});

test("[RESUME10] where the history may be read, cursors are plain", async () => {
	const room = new TestRoom();
	await room.fill(2);
	expect(cursorOf(await enter(room, "e:0"))).toBe("e:2");
});
