import { expect, test } from "vitest";
import type { Published } from "../../../src/rooms/core/publisher.ts";
import { accounted, member, origin, TestRoom } from "../../support/room.ts";

function events(page: string): number[] {
	return (JSON.parse(page) as { events: { seq: number }[] }).events.map(({ seq }) => seq);
}

function recipientsOf([published]: readonly Published[]): number | undefined {
	return published !== undefined && "recipients" in published ? published.recipients : undefined;
}

test("[LOG8][FRAME10] an excluded user gets a skip, live, and everybody else the event", async () => {
	const room = new TestRoom();
	const [ada, adaToo, bob, visitor] = [member("ada"), member("ada"), member("bob"), undefined].map((caller) =>
		room.join(caller && { caller }),
	);
	await room.notify({ exclude: ["ada"] });
	for (const reader of [ada, adaToo]) expect(reader?.frames.slice(1)).toEqual([{ type: "skip", seq: 1 }]);
	for (const reader of [bob, visitor]) expect(reader?.seqs).toEqual([1]);
});

test("[LOG8] they get the same skip in a replay, in a poll, and do not find the event in the history", async () => {
	const room = new TestRoom();
	await room.notify("a", { exclude: ["ada", "bob"] }, { exclude: ["ada"] }, "d");
	const ada = room.join({ caller: member("ada"), since: "e:0" });
	expect(ada.of("skip")).toEqual([{ type: "skip", seq: 2, to: 3 }]);
	expect(accounted(ada.frames)).toEqual([1, 2, 3, 4]);
	expect(room.join({ caller: member("bob"), since: "e:0" }).seqs).toEqual([1, 3, 4]);
	const polled = await room.poll({ caller: member("ada"), since: "e:1" });
	expect(polled.frames.map(({ type }) => type)).toEqual(["skip", "event"]);
	expect(events(room.room.history(member("ada"), {}))).toEqual([1, 4]);
	expect(events(room.room.history(member("bob"), {}))).toEqual([1, 3, 4]);
	expect(events(room.room.history(origin, {}))).toEqual([1, 2, 3, 4]);
});

test("[RESUME9] skips that stand side by side are one", async () => {
	const room = new TestRoom();
	await room.fill(1);
	await room.fill(40, { exclude: ["ada"] });
	const ada = room.join({ caller: member("ada"), since: "e:0" });
	expect(ada.frames.slice(1).map(({ type }) => type)).toEqual(["event", "skip"]);
	expect(ada.of("skip")).toEqual([{ type: "skip", seq: 2, to: 41 }]);
});

test("[NOTIFY8] recipients leave out those who are excluded, each counted once", async () => {
	const room = new TestRoom();
	for (const caller of [member("ada"), member("ada"), member("bob")]) room.join({ caller });
	room.join();
	expect(recipientsOf(await room.notify("all"))).toBe(4);
	expect(recipientsOf(await room.notify({ exclude: ["ada"] }))).toBe(2);
	expect(recipientsOf(await room.notify({ exclude: ["ada", "ada", "nobody"] }))).toBe(2);
	expect(recipientsOf(await room.notify({ exclude: ["ada", "bob"] }))).toBe(1);
});

test("[LOG8] who is excluded is never told what or from whom", async () => {
	const room = new TestRoom({ publish: "anyone" });
	const ada = room.join({ caller: member("ada") });
	await room.notify({ name: "canary", data: "canary", exclude: ["ada"] });
	room.host.advance(1_000);
	expect(ada.sink.messages.join("")).not.toContain("canary");
});
