import { describe, expect, test } from "vitest";
import { encodeEvent } from "../../../src/rooms/core/encode.ts";
import { MemoryLog } from "../../../src/rooms/store/memory-log.ts";
import { guest, member, outcomes, TestRoom } from "../../support/room.ts";

function frame(seq: number, from?: { id: string }) {
	return encodeEvent({ seq, at: 1, name: "old", data: "1", from });
}

const PAID = { name: "paid", data: { order: 77 }, id: "order-77-paid" };

describe("an id", () => {
	test("[LOG14] belongs to its author: a member who guesses an origin's swallows no message of it", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const mallory = room.join({ caller: member("mallory") });
		await mallory.send({ type: "publish", ref: "r", name: "noise", id: PAID.id });
		expect(outcomes(await room.notify(PAID, PAID))).toEqual([2, 2]);
		const bob = await room.room.publish(member("bob"), { name: "mine", data: null, id: PAID.id });
		expect(bob).toMatchObject({ seq: 3 });
		room.host.advance(1_000);
		expect(mallory.of("event").map(({ name }) => name)).toEqual(["noise", "paid", "mine"]);
	});

	test("[LOG2][LOG14] of a user is known on all their connections", async () => {
		const room = new TestRoom({ publish: "members" });
		const tabs = [1, 2].map(() => room.join({ caller: member("ada") }));
		for (const tab of tabs) await tab.send({ type: "publish", ref: "r", name: "say", data: "hi", id: "1" });
		expect(tabs.map((tab) => tab.of("ack")[0]?.seq)).toEqual([1, 1]);
	});

	test("[LOG14] of a guest is known by what is said under it, so that no guest swallows another's message", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const say = (data: string, id = "1") => room.room.publish(guest, { name: "say", data, id });
		expect(await say("hello")).toMatchObject({ seq: 1 });
		expect(await say("something else")).toMatchObject({ seq: 2 });
		const late = room.join();
		await late.send({ type: "publish", ref: "r", name: "say", data: "hello", id: "1" });
		expect(late.of("ack")).toMatchObject([{ ref: "r", seq: 1 }]);
		expect(outcomes(await room.notify({ name: "say", data: "hello", id: "1" }))).toEqual([3]);
	});

	test("[LOG14] of a guest that is used twice in one commit with other words is two messages", async () => {
		const room = new TestRoom({ publish: "anyone" });
		const held = room.host.hold();
		const said = ["first", "a", "b", "a"].map((data) => room.room.publish(guest, { name: "say", data, id: "1" }));
		held.release();
		expect(outcomes(await Promise.all(said))).toEqual([1, 2, 3, 2]);
	});
});

function oldRoom(): TestRoom {
	const ids = ["origin", "ada", "gone"].map((id, index) => [id, { seq: index + 1, at: 1 }] as const);
	const store = new MemoryLog("e", new Map(ids));
	const room = new TestRoom({ store, publish: "anyone" });
	store.append([
		{ seq: 1, at: 1, frame: frame(1) },
		{ seq: 2, at: 1, frame: frame(2, { id: "ada" }) },
		{ seq: 3, at: 1, frame: frame(3) },
	]);
	store.blank([3]);
	return room;
}

describe("an id that was stored before ids had authors", () => {
	test("[LOG14] is known for its author, whom its event names", async () => {
		const room = oldRoom();
		expect(outcomes(await room.notify({ id: "origin" }, { id: "ada" }))).toEqual([1, 4]);
		expect(await room.room.publish(member("ada"), { name: "say", data: 1, id: "ada" })).toMatchObject({ seq: 2 });
		expect(await room.room.publish(member("bob"), { name: "say", data: 1, id: "ada" })).toMatchObject({ seq: 5 });
	});

	test("[LOG14] is known for whoever repeats it where its event is gone", async () => {
		const room = oldRoom();
		expect(outcomes(await room.notify({ id: "gone" }))).toEqual([3]);
		expect(await room.room.publish(member("bob"), { name: "say", data: 1, id: "gone" })).toMatchObject({ seq: 3 });
	});
});
