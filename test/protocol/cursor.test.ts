import { describe, expect, test } from "vitest";
import { formatCursor, parseCursor, readCursor } from "../../src/protocol/cursor.ts";
import { faultCodeOf } from "../support/faults.ts";

describe("cursors", () => {
	test.each([
		["a1B2", 0],
		["e", 1],
		["x".repeat(32), Number.MAX_SAFE_INTEGER],
	])("of epoch %s at %d come back as they were", (epoch, seq) => {
		expect(parseCursor(formatCursor(epoch, seq))).toEqual({ epoch, seq });
	});

	test("[RESUME11] with a proof come back as they were, and fit where a cursor may stand", () => {
		const [epoch, seq, proof] = ["a1b2c3d4e5f6", Number.MAX_SAFE_INTEGER, `${"z".repeat(11)}.${"_-aZ".repeat(4)}`];
		const text = formatCursor(epoch, seq, proof);
		expect(parseCursor(text)).toEqual({ epoch, seq, proof });
		expect(text.length).toBeLessThanOrEqual(64);
	});

	test.each([
		"e:1:",
		"e:1:2.short",
		"e:1:.aaaaaaaaaaaaaaaa",
		"e:1:A.aaaaaaaaaaaaaaaa",
		"e:1:1.aaaaaaaaaaaaaaaa:1",
		"",
		":",
		"e",
		"e:",
		":1",
		"e:01",
		"e:-1",
		"e:1.5",
		"e:1e3",
		"e:1:2",
		" e:1",
		"e:1\n",
		"é:1",
		"e:9007199254740992",
	])("[RESUME5] %j is malformed", (text) => {
		expect(parseCursor(text)).toBeUndefined();
		expect(faultCodeOf(() => readCursor(text))).toBe("bad_cursor");
	});

	test("an epoch longer than any that is given is malformed", () => {
		expect(parseCursor(`${"x".repeat(33)}:1`)).toBeUndefined();
	});
});
