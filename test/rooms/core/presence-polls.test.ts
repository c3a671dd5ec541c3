import { describe, expect, test } from "vitest";
import { member, range, TestRoom } from "../../support/room.ts";

const GRACE = 8_000;
/** Long enough for whatever is due to have been told. */
const SETTLED = 2_500;

/** Polls as a member, with the room's own answer. */
async function ask(room: TestRoom, id: string, query: { since?: number; presence?: number; waitMs?: number } = {}) {
	const since = query.since === undefined ? undefined : { epoch: "e", seq: query.since };
	const text = await room.room.poll(member(id), { hello: false, waitMs: 0, ...query, since });
	return JSON.parse(text) as { cursor: string; presence: number; frames: { type: string }[] };
}

describe("those who poll", () => {
	test("[PRES1][PRES3] are there from poll to poll, and gone the grace after the last", async () => {
		const room = new TestRoom({ presence: "members" });
		const watcher = room.join();
		room.host.advance(SETTLED);
		await ask(room, "ada");
		for (let n = 0; n < 5; n++) {
			const answer = ask(room, "ada", { since: 0, waitMs: 1_000 });
			room.host.advance(1_000);
			await answer;
			room.host.advance(GRACE - 1);
		}
		expect(watcher.of("presence")).toMatchObject([{ joined: [{ id: "ada" }], count: 2 }]);
		room.host.advance(1);
		expect(watcher.of("presence").slice(1)).toEqual([{ type: "presence", left: ["ada"], count: 1 }]);
	});

	test("[PRES10] are told all where something changed since the version they know, and nothing where not", async () => {
		const room = new TestRoom({ presence: "members" });
		const first = await ask(room, "ada");
		expect(first.frames).toMatchObject([{ type: "welcome", presence: { count: 1 } }]);
		room.host.advance(SETTLED);
		expect((await ask(room, "ada", { since: 0, presence: first.presence })).frames).toEqual([]);
		room.join({ caller: member("bob") });
		const changed = await ask(room, "ada", { since: 0, presence: first.presence });
		expect(changed.frames).toEqual([{ type: "presence", count: 2, members: [{ id: "ada" }, { id: "bob" }] }]);
		expect((await ask(room, "ada", { since: 0, presence: changed.presence })).frames).toEqual([]);
		expect((await ask(room, "ada", { since: 0 })).frames).toEqual([]);
	});

	test("[PRES10] that wait are told at once", async () => {
		const room = new TestRoom({ presence: "members" });
		const { presence } = await ask(room, "ada");
		room.host.advance(SETTLED);
		const waiting = ask(room, "ada", { since: 0, presence, waitMs: 20_000 });
		room.join({ caller: member("bob") });
		expect((await waiting).frames).toEqual([{ type: "presence", joined: [{ id: "bob" }], count: 2 }]);
	});

	test("[PRES10] miss nothing where their wait ends while a change is on its way", async () => {
		const room = new TestRoom({ presence: "members", presenceLimit: 1, maxDelayMs: 100 });
		const { presence } = await ask(room, "ada");
		for (const n of range(1, 1_000)) room.join({ caller: member(`user-${n}`) });
		room.host.advance(SETTLED);
		const known = await ask(room, "ada", { since: 0, presence });
		await room.notify("first");
		const waiting = ask(room, "ada", { since: 1, presence: known.presence, waitMs: 50 });
		room.join({ caller: member("bob") });
		room.host.advance(50);
		const { frames, presence: version } = await waiting;
		expect(version).not.toBe(known.presence);
		expect(frames).toMatchObject([{ type: "presence", count: 1_002 }]);
	});

	test("[PRES10] are told of what changed while the room slept and woke again", async () => {
		const room = new TestRoom({ presence: "members" });
		let sockets = [room.join({ caller: member("ada") })];
		room.host.advance(60_000);
		sockets = room.wake(sockets);
		const { presence } = await ask(room, "ada");
		sockets.push(room.join({ caller: member("bob") }));
		room.host.advance(60_000);
		room.wake(sockets);
		const { frames } = await ask(room, "ada", { since: 0, presence });
		expect(frames).toMatchObject([{ type: "presence", count: 2 }]);
	});
});
