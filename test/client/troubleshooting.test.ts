import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADVICE } from "../../src/client/core/advice.ts";
import { globalEnvironment } from "../../src/client/core/environment.ts";
import { LOCAL_CODES, ParlourError } from "../../src/client/core/errors.ts";
import { logProblem, sentenceOf } from "../../src/client/core/problem.ts";
import { FAULTS } from "../../src/protocol/faults.ts";

const page = readFileSync(new URL("../../docs/troubleshooting.md", import.meta.url), "utf8");
const entries = [...page.matchAll(/^### `(\w+)`$/gm)].map(([, code]) => code);
const codes = [...Object.keys(FAULTS), ...LOCAL_CODES];

test("[SETUP8] every code of the server and of the client has one entry, which says something", () => {
	expect(codes.filter((code) => !entries.includes(code))).toEqual([]);
	expect(new Set(entries).size).toBe(entries.length);
	for (const [, text = ""] of page.matchAll(/^### `\w+`\n([^#]*)/gm)) expect(text.trim().length).toBeGreaterThan(20);
});

test("[SETUP8] no entry is of a code that there is not", () => {
	const known = [...codes, "ticket_refused"];
	expect(entries.filter((code = "") => !known.includes(code))).toEqual([]);
});

test("[SETUP8] what the console says leads to the entry of its code", () => {
	for (const code of codes.filter((one) => one !== "kicked" && one !== "banned"))
		expect(sentenceOf(new ParlourError(code), ADVICE[code])).toMatch(new RegExp(`docs/troubleshooting\\.md#${code}$`));
});

test.each(["moonrise", "__proto__", "constructor", "toString"])(
	"[SETUP2] of a code that only a newer room knows, such as %s, what the room says is told",
	async (code) => {
		const lines: string[] = [];
		await logProblem(
			{ ...globalEnvironment(), log: (text) => void lines.push(text) },
			new ParlourError(code, "Later."),
		);
		expect(lines).toEqual([`Parlour: ${code}. Later. See docs/troubleshooting.md#${code}`]);
	},
);
