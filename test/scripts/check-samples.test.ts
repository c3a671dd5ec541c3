import { describe, expect, test } from "vitest";
import { checkSamples } from "../../scripts/lib/samples/check.mjs";
import { samplesIn } from "../../scripts/lib/samples/extract.mjs";

const fenced = (language: string, code: string, before = "") =>
	`# Title\n\n${before}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;

async function problemsOf(text: string): Promise<string> {
	const { problems } = await checkSamples(new Map([["a.md", text]]));
	return problems.join("\n");
}

const ORIGIN = `import { Origin } from "parlour/origin";
const origin = new Origin({ url: process.env.PARLOUR_URL, key: "site", secret: process.env.PARLOUR_SECRET });`;

describe("the samples of documents", () => {
	test("are found in fences and in indented blocks, with what is declared for them", () => {
		const text = [
			"<!-- sample: declare const a: 1; -->",
			"",
			"```ts",
			"a;",
			"```",
			"",
			"    curl -d '{}' x",
			"",
			"- a list",
			"",
			"    that goes on",
			"",
			"Text.",
			"",
			"    <script></script>",
			"",
			"    src   what is where",
		].join("\n");
		expect(samplesIn("a.md", text)).toEqual([
			{ path: "a.md", line: 4, language: "ts", code: "a;", prelude: "declare const a: 1;" },
			{ path: "a.md", line: 7, language: "sh", code: "curl -d '{}' x\n", prelude: "" },
			{ path: "a.md", line: 15, language: "html", code: "<script></script>\n\nsrc   what is where", prelude: "" },
		]);
	});

	test("that are right pass", async () => {
		const text = [
			fenced(
				"ts",
				`${ORIGIN}\nconst result = await origin.notify({ hash: "h", name: "n" });\nif (result.ok) result.seq;`,
			),
			fenced(
				"html",
				"<p></p>\n<script>\nnew Parlour({ url: '' }).subscribe(hash);\n</script>",
				"<!-- sample: declare const hash: string; -->",
			),
			fenced("json", '{"a":1}'),
			fenced("sh", `curl -d '{"a":1}' http://x && npm run check`),
			fenced("php", "echo strlen(getenv('A') ?: '');"),
			fenced("python", "def f(a):\n    return a"),
			fenced("ini", "anything"),
		].join("\n");
		expect(await problemsOf(text)).toBe("");
	});

	test.each([
		["ts", `${ORIGIN}\nconst [result] = await origin.notify({ hash: "h", name: "n" });`, "a.md:8: error"],
		["ts", `${ORIGIN}\nawait origin.ticket({ user: 1, nmae: "Ada" });`, "'nmae' does not exist"],
		["js", 'import { Nothing } from "parlour";', "no exported member"],
		["html", "<p></p>\n<script>\n\tnew Parlour({ adress: '' });\n</script>", "a.md:8: error"],
		["json", "{a:1}", "no JSON"],
		["sh", `curl -d '{"a":1' http://x`, "no JSON"],
		["sh", "npm run nothing-of-that-name", "nothing to run"],
		["sh", "node examples/gone.mjs", "nothing to run"],
		["sh", "if true; then", "syntax error"],
		["cobol", "STOP RUN.", 'checks the language "cobol"'],
	])("that are broken fail: %s, %j", async (language, code, told) => {
		expect(await problemsOf(fenced(language, code))).toContain(told);
	});

	test.each([
		["php", "echo (;"],
		["python", "def f(:"],
	])("in %s that are broken fail, or are said to be skipped where the language is missing", async (language, code) => {
		const { problems, skipped } = await checkSamples(new Map([["a.md", fenced(language, code)]]));
		expect([...problems, ...skipped].join("\n")).toMatch(/a\.md:6: |samples skipped: no /);
	});

	test("in a language that is missing are skipped, and it is said", async () => {
		const path = process.env["PATH"];
		process.env["PATH"] = "/nowhere";
		try {
			const { problems, skipped } = await checkSamples(new Map([["a.md", fenced("php", "echo (;")]]));
			expect([problems, skipped]).toEqual([[], ["1 samples skipped: no php"]]);
		} finally {
			process.env["PATH"] = path;
		}
	});
});
