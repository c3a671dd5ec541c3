import { beforeEach, describe, expect, test } from "vitest";
import { messageOf, removedBy } from "../../../../src/client/elements/room/read.ts";
import { Timeline } from "../../../../src/client/elements/room/timeline.ts";
import type { Json } from "../../../../src/protocol/json.ts";

const ADA = { id: "a", name: "Ada" };
const GRACE = { id: "g", name: "Grace" };

let timeline: Timeline;
beforeEach(() => (timeline = new Timeline()));

function said(seq: number, { from = GRACE, id }: { from?: { id: string; name: string }; id?: string } = {}) {
	const event = { type: "event", seq, at: seq * 1000, name: "message", data: { text: `text ${seq}` }, from } as const;
	const message = messageOf(id === undefined ? event : { ...event, id }, ADA.id);
	if (!message) throw new Error("no message");
	return message;
}

function texts(): unknown[] {
	return timeline.entries.map((entry) =>
		entry.kind === "message" ? (entry.removed ? "removed" : entry.text) : entry.kind,
	);
}

describe("what stands in the log", () => {
	test("messages stand in the order of their numbers, each once, however they come", () => {
		timeline.add([said(4), said(5)]);
		timeline.add([said(2), said(3), said(4)]);
		expect(texts()).toEqual(["text 2", "text 3", "text 4", "text 5"]);
		expect([timeline.first, timeline.last]).toEqual([2, 5]);
	});

	test("one's own message is last while it is on its way, and keeps its key and its report when it comes", () => {
		timeline.draft("one", { text: "text 7", at: 1, from: ADA });
		timeline.add([said(6)]);
		expect(texts()).toEqual(["text 6", "text 7"]);
		timeline.add([said(7, { from: ADA, id: "one" }), said(8)]);
		timeline.mark("one", { is: "sent", recipients: 12 });
		expect(texts()).toEqual(["text 6", "text 7", "text 8"]);
		expect(timeline.entries[1]).toMatchObject({ key: "done", seq: 7, progress: { recipients: 12 } });
	});

	test("somebody else's message under the same id is another one", () => {
		timeline.draft("one", { text: "mine", at: 1, from: ADA });
		timeline.add([said(3, { from: GRACE, id: "one" })]);
		expect(texts()).toEqual(["text 3", "mine"]);
	});

	test("what was thought to have failed and came all the same has not failed", () => {
		timeline.draft("one", { text: "text 2", at: 1, from: ADA });
		timeline.mark("one", { is: "failed", code: "timeout" });
		expect(timeline.unsent("one")).toBeDefined();
		timeline.add([said(2, { from: ADA, id: "one" })]);
		expect(timeline.unsent("one")).toBeUndefined();
		expect(timeline.entries[0]).not.toHaveProperty("progress");
	});

	test("a removed message keeps its place, also where its text comes after its removal", () => {
		timeline.add([said(2)]);
		timeline.remove(removedBy({ seqs: [1, 2] }));
		timeline.add([said(1), said(3)]);
		expect(texts()).toEqual(["removed", "removed", "text 3"]);
		expect(JSON.stringify(timeline.entries)).not.toContain("text 2");
	});

	test("a gap is named where it is, and another log begins anew with what is on its way", () => {
		timeline.add([said(1), said(2)]);
		timeline.draft("one", { text: "waiting", at: 1, from: ADA });
		timeline.miss({ resumed: "partial", after: 2, before: 9 });
		timeline.add([said(9)]);
		expect(timeline.entries.map(({ kind }) => kind)).toEqual(["message", "message", "gap", "message", "message"]);
		expect(timeline.entries[2]).toMatchObject({ count: 6 });
		timeline.miss({ resumed: "fresh" });
		expect(texts()).toEqual(["gap", "waiting"]);
	});

	test("comings and goings are one line until somebody speaks", () => {
		timeline.add([said(1)]);
		timeline.move({ entered: [ADA], left: [] }, 1000);
		timeline.move({ entered: [GRACE], left: [] }, 2000);
		timeline.move({ entered: [], left: [ADA] }, 3000);
		expect(timeline.entries).toHaveLength(2);
		expect(timeline.entries[1]).toMatchObject({ kind: "moves", entered: [GRACE], left: [] });
		timeline.add([said(2)]);
		timeline.move({ entered: [], left: [GRACE] }, 4000);
		expect(timeline.entries.map(({ kind }) => kind)).toEqual(["message", "moves", "message", "moves"]);
	});

	test("a line about nobody goes", () => {
		timeline.move({ entered: [ADA], left: [] }, 1000);
		timeline.move({ entered: [], left: [ADA] }, 2000);
		expect(timeline.entries).toEqual([]);
	});
});

describe("what an event says", () => {
	const event = { type: "event", seq: 1, at: 1, name: "message" } as const;

	test.each<[string, Json]>([
		["nothing", null],
		["a number as its text", { text: 1 }],
		["no text", {}],
		["a list", []],
	])("%s is no message", (_, data) => {
		expect(messageOf({ ...event, data }, undefined)).toBeUndefined();
	});

	test("an event of another name is no message", () => {
		expect(messageOf({ ...event, name: "other", data: { text: "x" } }, undefined)).toBeUndefined();
	});

	test("without an author the site says it, and a name of blanks is the id", () => {
		expect(messageOf({ ...event, data: { text: "x" } }, "a")).toMatchObject({ from: undefined, mine: false });
		expect(messageOf({ ...event, data: { text: "x" }, from: { id: "a", name: "  " } }, "a")).toMatchObject({
			from: { id: "a", name: "a" },
			mine: true,
		});
	});

	test.each<[Json]>([[null], [{ seqs: "1" }], [{ seqs: [0] }], [{}]])("%j takes nothing back", (data) => {
		expect(removedBy(data)).toEqual([]);
	});
});
