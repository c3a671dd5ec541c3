import { describe, expect, test } from "vitest";
import type { Entry } from "../../../../src/client/elements/room/entry.ts";
import { rowsOf } from "../../../../src/client/elements/room/rows.ts";

const NOON = new Date(2026, 2, 3, 12).getTime();
const MINUTE = 60_000;

function said(seq: number, author: string, at: number): Entry {
	return {
		kind: "message",
		key: `m${seq}`,
		order: seq,
		seq,
		at,
		text: "",
		from: { id: author, name: author },
		mine: false,
	};
}

function shape(entries: readonly Entry[]): string[] {
	return rowsOf(entries).map((row) => {
		if (row.kind !== "message") return row.kind;
		return `${row.entry.from?.id}${row.first ? " first" : ""}${row.last ? " last" : ""}`;
	});
}

describe("the rows of a log", () => {
	test("messages of one author stand together, until another one speaks or time goes by", () => {
		const entries = [
			said(1, "a", NOON),
			said(2, "a", NOON + MINUTE),
			said(3, "b", NOON + 2 * MINUTE),
			said(4, "b", NOON + 8 * MINUTE),
		];
		expect(shape(entries)).toEqual(["day", "a first", "a last", "b first last", "b first last"]);
	});

	test("a notice parts them", () => {
		const moves: Entry = { kind: "moves", key: "n1", order: 1.5, at: NOON, entered: [], left: [] };
		expect(shape([said(1, "a", NOON), moves, said(2, "a", NOON)])).toEqual([
			"day",
			"a first last",
			"note",
			"a first last",
		]);
	});

	test("each day is named once", () => {
		const next = NOON + 24 * 60 * MINUTE;
		expect(shape([said(1, "a", NOON), said(2, "a", next), said(3, "a", next)])).toEqual([
			"day",
			"a first last",
			"day",
			"a first",
			"a last",
		]);
	});
});
