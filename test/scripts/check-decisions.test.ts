import { expect, test } from "vitest";
import { decisionProblems } from "../../scripts/lib/spec/decisions.mjs";

function problemsOf(...records: readonly (readonly [name: string, text: string])[]): string[] {
	return decisionProblems(new Map(records));
}

const ONE = ["001-one.md", "# 001 One\n"] as const;
const TWO = ["002-two.md", "# 002 Two\n"] as const;
const THREE = ["003-three.md", "# 003 Three\n"] as const;

test("records that are numbered without a gap have no problems, in whatever order they are read", () => {
	expect(problemsOf(THREE, ONE, TWO)).toEqual([]);
	expect(problemsOf()).toEqual([]);
});

test("a number that two records have is a problem", () => {
	expect(problemsOf(ONE, TWO, ["002-too.md", "# 002 Too\n"])).toEqual([
		"002-two.md: 002-too.md has the number 002 already",
	]);
});

test("a number that no record has is a problem, the first one too", () => {
	expect(problemsOf(ONE, THREE)).toEqual(["no record has the number 002"]);
	expect(problemsOf(TWO)).toEqual(["no record has the number 001"]);
});

test("a title that is not its file's number is a problem, and so is a file without one", () => {
	expect(problemsOf(ONE, ["002-two.md", "# 003 Two\n"])).toEqual(['002-two.md: its title must begin with "# 002 "']);
	expect(problemsOf(ONE, ["two.md", "# 002 Two\n"])).toEqual(["two.md: a record is named NNN-what-was-decided.md"]);
});
