import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/protocol/json.ts";
import { faultOfPromise } from "../../support/faults.ts";
import { accounted, member, origin, outcomes, range, TestRoom } from "../../support/room.ts";

/** A room in which ada and bob have spoken in turn: ada's are the odd numbers. */
async function spoken(rules: ConstructorParameters<typeof TestRoom>[0] = {}) {
	const room = new TestRoom({ publish: "members", maxDelayMs: 0, ...rules });
	const reader = room.join();
	for (const n of range(1, 6)) {
		const id = n % 2 === 1 ? "ada" : "bob";
		await room.room.publish(member(id), { name: "say", data: `canary ${n} of ${id}`, id: `m${n}` });
	}
	reader.clear();
	return { room, reader };
}

function history(room: TestRoom): { seq: number; data: Json }[] {
	return (JSON.parse(room.room.history(origin, {})) as { events: { seq: number; data: Json }[] }).events;
}

describe("a redaction", () => {
	test("[MOD5][RESUME9] takes messages out of log, history, replay and polls; they are skips from then on", async () => {
		const { room, reader } = await spoken();
		await expect(room.room.redact(origin, { seqs: [2, 3, 5] })).resolves.toEqual([2, 3, 5]);
		expect(history(room).map(({ seq }) => seq)).toEqual([1, 4, 6, 7]);
		const late = room.join({ since: "e:0" });
		expect(accounted(late.frames)).toEqual(range(1, 7));
		expect(late.of("skip")).toEqual([
			{ type: "skip", seq: 2, to: 3 },
			{ type: "skip", seq: 5 },
		]);
		await reader.send({ type: "replay", after: 0 });
		const polled = await room.poll({ since: "e:1" });
		const seen = [late.frames, reader.frames, polled.frames, history(room)].map((one) => JSON.stringify(one)).join("");
		for (const n of [2, 3, 5]) expect(seen).not.toContain(`canary ${n}`);
		for (const n of [1, 4, 6]) expect(seen).toContain(`canary ${n}`);
	});

	test("[MOD5] of a user takes all of their messages, and nobody else's", async () => {
		const { room } = await spoken();
		await expect(room.room.redact(member("mo", { role: "moderator" }), { user: "ada" })).resolves.toEqual([1, 3, 5]);
		expect(JSON.stringify(history(room))).not.toContain("of ada");
		expect(history(room).map(({ seq }) => seq)).toEqual([2, 4, 6, 7]);
	});

	test("[MOD6] is told by an event of the room's own, live and to those who were away", async () => {
		const { room, reader } = await spoken();
		await room.room.redact(origin, { seqs: [2] });
		room.host.advance(1_000);
		const told = { type: "event", seq: 7, name: "parlour.redact", data: { seqs: [2] } };
		expect(reader.of("event")).toMatchObject([told]);
		expect(reader.of("event")[0]).not.toHaveProperty("from");
		expect(room.join({ since: "e:6" }).of("event")).toMatchObject([told]);
	});

	test("[MOD6] of more messages than one event names is told in several, which together name each once", async () => {
		const room = new TestRoom({
			publish: "members",
			rates: { socket: { perSecond: 1, burst: 1 }, user: { perSecond: 1e6, burst: 1e6 } },
		});
		await Promise.all(range(1, 2_500).map((n) => room.room.publish(member("ada"), { name: "say", data: n })));
		const seqs = await room.room.redact(origin, { user: "ada" });
		expect(seqs).toEqual(range(1, 2_500));
		const told = history(room);
		expect(told.map(({ seq }) => seq)).toEqual([2_501, 2_502, 2_503]);
		expect(told.flatMap(({ data }) => (data as { seqs: number[] }).seqs)).toEqual(seqs);
	});

	test("[MOD6] of nothing, or of what is redacted already, is told to nobody", async () => {
		const { room, reader } = await spoken();
		await room.room.redact(origin, { seqs: [2] });
		reader.clear();
		await expect(room.room.redact(origin, { seqs: [2] })).resolves.toEqual([]);
		await expect(room.room.redact(origin, { user: "nobody" })).resolves.toEqual([]);
		room.host.advance(1_000);
		expect(reader.frames).toEqual([]);
		expect(room.store.head).toBe(7);
	});

	test("[MOD5] of a number that was not given yet is refused, and takes nothing", async () => {
		const { room } = await spoken();
		expect((await faultOfPromise(room.room.redact(origin, { seqs: [1, 7] }))).code).toBe("unknown_cursor");
		expect(history(room)).toHaveLength(6);
	});

	test("[MOD5] of the same message twice in one request names it once", async () => {
		const { room } = await spoken();
		await expect(room.room.redact(origin, { seqs: [2, 2, 1, 2] })).resolves.toHaveLength(2);
	});

	test("[MOD5][LOG2] leaves a message's id known: it is not stored anew by who repeats it", async () => {
		const { room } = await spoken();
		await room.room.redact(origin, { seqs: [3] });
		expect(
			outcomes([await room.room.publish(member("ada"), { name: "say", data: "canary 3 again", id: "m3" })]),
		).toEqual([3]);
		expect(JSON.stringify(history(room))).not.toContain("canary 3");
	});

	test("[MOD5] of what a conflict would tell is not told by it", async () => {
		const { room } = await spoken();
		await room.room.redact(origin, { seqs: [6] });
		const [outcome] = await room.notify({ expectHead: 5 });
		expect(JSON.stringify(outcome)).toContain("conflict");
		expect(JSON.stringify(outcome)).not.toContain("canary 6");
	});

	test("[MOD5] of a message that is still on its way keeps it from those whom it has not reached", async () => {
		const room = new TestRoom({ publish: "members", maxDelayMs: 100 });
		const readers = range(1, 100).map(() => room.join());
		await room.notify("first", "second");
		for (const reader of readers) reader.clear();
		await room.notify({ name: "canary" });
		await room.room.redact(origin, { seqs: [3] });
		room.host.advance(1_000);
		expect(readers[0]?.sink.messages.join("")).not.toContain("canary");
		expect(accounted(readers[0]?.frames ?? [])).toEqual([3, 4]);
	});
});
