import { expect, test } from "vitest";
import { checkSpec } from "../../scripts/lib/spec/check.mjs";
import { withFaultTable } from "../../scripts/lib/spec/fault-table.mjs";
import { idsIn } from "../../scripts/lib/spec/titles.mjs";

const DOCUMENT = "# Rules\n\n- **HASH1** One.\n- **HASH2** Two.\n- **LOG1** Three.\n";

function problemsOf(document: string, test: string): string[] {
	return checkSpec(document, new Map([["test/a.test.ts", test]]));
}

test("rules that are all named by titles have no problems", () => {
	expect(problemsOf(DOCUMENT, 'test("[HASH1] [HASH2] both", f);\nit.each(rows)(`[LOG1] ${"x"}`, f);')).toEqual([]);
});

test("a rule without a test is a problem", () => {
	expect(problemsOf(DOCUMENT, 'test("[HASH1][LOG1] x", f);')).toEqual(["line 4: HASH2 is named by no test title"]);
});

test("a title with an unknown id is a problem", () => {
	expect(problemsOf(DOCUMENT, 'test("[HASH1][HASH2][LOG1][LOG9] x", f);')).toEqual([
		"test/a.test.ts: a title names LOG9, and there is no such rule",
	]);
});

test("a rule may be marked untested with a reason, until it has a test", () => {
	const marked = DOCUMENT.replace("Two.", "Two. (untested: needs a deployment)");
	expect(problemsOf(marked, 'test("[HASH1][LOG1] x", f);')).toEqual([]);
	expect(problemsOf(marked, 'test("[HASH1][HASH2][LOG1] x", f);')).toEqual([
		"line 4: HASH2 is marked untested, and has a test",
	]);
	expect(problemsOf(DOCUMENT.replace("Two.", "Two. (untested:)"), 'test("[HASH1][LOG1] x", f);')).toEqual([
		"line 4: HASH2 is marked untested without a reason",
	]);
});

test("ids grow at the end of their group", () => {
	const moved = DOCUMENT.replace("HASH2", "HASH3");
	expect(problemsOf(moved, 'test("[HASH1][HASH3][LOG1] x", f);')).toEqual([
		"line 4: HASH3 stands where HASH2 is expected",
	]);
});

test("a round number begins a row of its own", () => {
	const both = DOCUMENT.replace("HASH2", "HASH20");
	expect(problemsOf(both, 'test("[HASH1][HASH20][LOG1] x", f);')).toEqual([]);
	const again = both.replace("- **LOG1", "- **HASH10** Back.\n- **LOG1");
	expect(problemsOf(again, 'test("[HASH1][HASH20][HASH10][LOG1] x", f);')).toEqual([
		"line 5: HASH10 stands where HASH21 is expected",
	]);
});

test("tests that are skipped or expected to fail, comments and words amid a text name nothing", () => {
	const text =
		'test.skip("[A1] x", f);\ntest.skipIf(x)("[A2] x", f);\n// test("[A3] x", f)\nf("see [A4]");\ntest.todo("[A5]");\ntest.fails("[A6] x", f);';
	expect(idsIn(text)).toEqual(["A2"]);
});

test("the table of faults goes between its markers and settles", async () => {
	const document = "Before\n<!-- faults:begin (generated) -->\nold\n<!-- faults:end -->\nAfter\n";
	const faults = { gone: { close: 4005, http: 404, message: "It is gone." } };
	const once = await withFaultTable(document, faults, () => "stop");
	expect(once).toContain("| `gone` | 4005  | 404  | stop   | It is gone. |");
	expect(once).not.toContain("old");
	expect(await withFaultTable(once, faults, () => "stop")).toBe(once);
	await expect(withFaultTable("no markers", faults, () => "stop")).rejects.toThrow("no markers");
});
