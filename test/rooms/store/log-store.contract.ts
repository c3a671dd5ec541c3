import { describe, expect, test } from "vitest";
import { storedFrame } from "../../../src/rooms/core/encode.ts";
import type { LogStore, NewRow } from "../../../src/rooms/core/ports.ts";

/** Runs a test on a new log; `reopen` answers the same log as another program would find it, where that can be. */
export type WithLog = (run: (log: LogStore, reopen: () => LogStore) => void | Promise<void>) => Promise<void>;

function row(seq: number, more: Partial<NewRow> = {}): NewRow {
	return { seq, at: 1_000 + seq, frame: storedFrame(`"frame ${seq}"`), ...more };
}

function rows(first: number, last: number): NewRow[] {
	return Array.from({ length: last - first + 1 }, (_, index) => row(first + index));
}

function seqs(found: readonly { readonly seq: number }[]): number[] {
	return found.map(({ seq }) => seq);
}

const ALL = Number.MAX_SAFE_INTEGER;

/** What every log does, whatever it is stored in. */
export function logStoreContract(name: string, withLog: WithLog): void {
	describe(`${name}: storing`, () => {
		test("[LOG1] a new log has nothing, and an epoch", () =>
			withLog((log) => {
				expect([log.head, log.floor, log.newestAt]).toEqual([0, 0, 0]);
				expect(log.epoch).toMatch(/^[A-Za-z0-9]{1,32}$/);
				expect(log.oldestAt()).toBeUndefined();
				expect(log.read(0, ALL, ALL)).toEqual([]);
				expect(log.readBack(0, ALL, 10)).toEqual([]);
			}));

		test("[LOG10] rows come back as they went in", () =>
			withLog((log) => {
				const given = [
					row(1, { frame: storedFrame('"é 🔑 \u2028 \\ud800"') }),
					row(2, { exclude: ["ada", 'o"brien'] }),
					row(3, { id: "x" }),
				];
				log.append(given);
				expect(log.read(0, ALL, ALL)).toEqual([given[0], given[1], row(3)]);
				expect([log.head, log.newestAt, log.oldestAt()]).toEqual([3, 1_003, 1_001]);
			}));

		test("nothing to append changes nothing", () =>
			withLog((log) => {
				log.append([]);
				expect(log.head).toBe(0);
			}));

		test("[LOG13] a log that is opened again is the same", () =>
			withLog((log, reopen) => {
				log.append([...rows(1, 4), row(5, { id: "x" })]);
				log.trim(2);
				const again = reopen();
				expect([again.epoch, again.head, again.floor, again.newestAt]).toEqual([log.epoch, 5, 2, 1_005]);
				expect(again.find("x")).toEqual({ seq: 5, at: 1_005 });
				expect(seqs(again.read(0, ALL, ALL))).toEqual([3, 4, 5]);
			}));
	});

	describe(`${name}: reading`, () => {
		test("forward, between two numbers", () =>
			withLog((log) => {
				log.append(rows(1, 10));
				expect(seqs(log.read(3, 6, ALL))).toEqual([4, 5, 6]);
				expect(seqs(log.read(9, ALL, ALL))).toEqual([10]);
				expect(log.read(10, ALL, ALL)).toEqual([]);
				expect(log.read(6, 3, ALL)).toEqual([]);
			}));

		test("forward, until the frames have come to so many characters, and at least one", () =>
			withLog((log) => {
				log.append(rows(1, 9));
				const length = '"frame 1"'.length;
				expect(seqs(log.read(0, ALL, 1))).toEqual([1]);
				expect(seqs(log.read(0, ALL, length))).toEqual([1]);
				expect(seqs(log.read(0, ALL, length + 1))).toEqual([1, 2]);
				expect(seqs(log.read(0, ALL, 3 * length))).toEqual([1, 2, 3]);
			}));

		test("back, the newest of a range, oldest first", () =>
			withLog((log) => {
				log.append(rows(1, 10));
				expect(seqs(log.readBack(0, ALL, 3))).toEqual([8, 9, 10]);
				expect(seqs(log.readBack(4, 8, 10))).toEqual([5, 6, 7]);
				expect(seqs(log.readBack(4, 8, 2))).toEqual([6, 7]);
				expect(log.readBack(8, 4, 2)).toEqual([]);
			}));
	});

	describe(`${name}: ids`, () => {
		test("[LOG2] are found, and others are not", () =>
			withLog((log) => {
				log.append([row(1, { id: "x" }), row(2), row(3, { id: "X" }), row(4, { id: "é'\"" })]);
				expect(log.find("x")).toEqual({ seq: 1, at: 1_001 });
				expect(log.find("X")).toEqual({ seq: 3, at: 1_003 });
				expect(log.find("é'\"")).toEqual({ seq: 4, at: 1_004 });
				for (const id of ["", "x ", "y", "%"]) expect(log.find(id)).toBeUndefined();
			}));

		test("[LOG14] are each author's own", () =>
			withLog((log, reopen) => {
				log.append([row(1, { id: "x", author: "uada" }), row(2, { id: "x" }), row(3, { id: "x", author: "ubob" })]);
				for (const found of [log, reopen()]) {
					expect(found.find("x", "uada")).toEqual({ seq: 1, at: 1_001 });
					expect(found.find("x")).toEqual({ seq: 2, at: 1_002 });
					expect(found.find("x", "ubob")).toEqual({ seq: 3, at: 1_003 });
					expect(found.find("x", "ucyd")).toBeUndefined();
					expect(found.findUnowned("x")).toBeUndefined();
				}
			}));

		test("[LOG3] outlive their rows", () =>
			withLog((log) => {
				log.append([row(1, { id: "x" }), row(2)]);
				log.trim(2);
				expect(log.find("x")).toEqual({ seq: 1, at: 1_001 });
			}));
	});

	describe(`${name}: trimming`, () => {
		test("[LOG7] takes all up to a number, and raises the floor", () =>
			withLog((log) => {
				log.append(rows(1, 10));
				log.trim(4);
				expect(log.floor).toBe(4);
				expect(seqs(log.read(0, ALL, ALL))).toEqual([5, 6, 7, 8, 9, 10]);
				expect(log.oldestAt()).toBe(1_005);
				expect(seqs(log.readBack(0, 7, 10))).toEqual([5, 6]);
			}));

		test("[LOG7] never lowers the floor", () =>
			withLog((log) => {
				log.append(rows(1, 10));
				log.trim(4);
				log.trim(2);
				expect(log.floor).toBe(4);
			}));

		test("[LOG7] of everything leaves the head, and numbers go on", () =>
			withLog((log, reopen) => {
				log.append(rows(1, 3));
				log.trim(3);
				expect([log.head, log.floor, log.oldestAt()]).toEqual([3, 3, undefined]);
				expect([reopen().head, reopen().floor]).toEqual([3, 3]);
				log.append([row(4)]);
				expect(seqs(log.read(0, ALL, ALL))).toEqual([4]);
			}));

		test("[LOG7] finds what was stored at or before a time", () =>
			withLog((log) => {
				log.append([row(1, { at: 10 }), row(2, { at: 20 }), row(3, { at: 20 }), row(4, { at: 30 })]);
				const found = [0, 9, 10, 19, 20, 29, 30, 99].map((at) => log.lastAt(at));
				expect(found).toEqual([0, 0, 1, 1, 3, 3, 4, 4]);
				log.trim(2);
				expect([9, 20, 30].map((at) => log.lastAt(at))).toEqual([2, 3, 4]);
				log.trim(4);
				expect(log.lastAt(99)).toBe(4);
			}));
	});
}
