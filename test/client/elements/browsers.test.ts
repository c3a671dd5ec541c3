import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { BROWSERS } from "../../../scripts/lib/browsers.mjs";
import { SCRIPT } from "../../../scripts/lib/client-bundle.mjs";
import { DOCK } from "../../../scripts/lib/dock-bundle.mjs";
import { withoutLightDark } from "../../../scripts/lib/light-dark.mjs";
import { ROOM } from "../../../scripts/lib/room-bundle.mjs";

/**
 * What browsers have had only since a version that is younger than the oldest supported one, as it is written in a bundle,
 * and with the file that says what is done without it, where one does.
 */
const YOUNGER: readonly { readonly name: string; readonly is: RegExp; readonly unless?: string }[] = [
	{ name: "URL.parse, URL.canParse", is: /URL\.(?:parse|canParse)\(/ },
	{ name: "isWellFormed", is: /\.(?:is|to)WellFormed\(/ },
	{ name: "withResolvers, Promise.try", is: /Promise\.(?:withResolvers|try)\b/ },
	{ name: "groupBy", is: /\b(?:Object|Map)\.groupBy\b/ },
	{ name: "fromAsync", is: /\bArray\.fromAsync\b/ },
	{ name: "methods of sets", is: /\.(?:intersection|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/ },
	{
		name: "iterator helpers",
		is: /\bIterator\.from\b|\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|toArray|some|every)\(/,
	},
	{ name: "AbortSignal.any", is: /AbortSignal\.any\b/ },
	{ name: "RegExp.escape", is: /RegExp\.escape\b/ },
	{ name: "base64 of bytes", is: /\.(?:toBase64|toHex)\(|\b(?:fromBase64|fromHex)\(/ },
	{ name: "the flag v", is: /\/[a-uw-z]*v[a-uw-z]*\.(?:test|exec)\(/ },
	{ name: "Segmenter", is: /\.Segmenter\(/, unless: "src/client/elements/base/graphemes.ts" },
	{ name: "popovers in the dock", is: /layer[\s\S]*\.showPopover\(/, unless: "src/client/elements/dock/layer.ts" },
	{ name: "popovers in the room", is: /\.showPopover\(/, unless: "src/client/elements/room/menu.ts" },
	{ name: "light-dark", is: /light-dark\(/ },
	{ name: ":has", is: /:has\(/ },
	{ name: ":dir", is: /:dir\(/ },
	{ name: "starting styles, scopes, anchors", is: /@starting-style|@scope|anchor-name|position-anchor|anchor\(/ },
	{ name: "fields as large as their text", is: /field-sizing/ },
	{ name: "balanced texts", is: /text-wrap/ },
	{ name: "relative colours, contrast", is: /from var\(|color-contrast\(|contrast-color\(/ },
	{ name: "nested rules", is: /[;{]\s*&[\s.:>]/ },
];

const bundles = new Map<string, readonly string[]>();

beforeAll(async () => {
	const script = { ...SCRIPT, outdir: "out", outfile: "" };
	Reflect.deleteProperty(script, "outfile");
	for (const [name, options] of Object.entries({ dock: DOCK, room: ROOM, client: script })) {
		const { outputFiles } = await build({ ...options, outdir: "out", write: false });
		bundles.set(
			name,
			outputFiles.map(({ text }) => text),
		);
	}
});

describe.each(["dock", "room", "client"])("the bundle of the %s", (name) => {
	test("[PAGE5] needs no syntax that the oldest browsers lack", async () => {
		const parts = bundles.get(name) ?? [];
		expect(parts.join("").length).toBeGreaterThan(10_000);
		for (const part of parts) {
			// The bundler knows which characters have a property, and asks for a browser that knows the newest of them.
			const supported = { "regexp-unicode-property-escapes": true };
			const options = { minify: true, format: "esm", charset: "utf8", supported } as const;
			const [old, young] = await Promise.all([
				transform(part, { ...options, target: BROWSERS }),
				transform(part, { ...options, target: "esnext" }),
			]);
			expect(old.code).toBe(young.code);
			expect(old.warnings).toEqual([]);
		}
	});

	test("[PAGE5] goes without what is younger, or knows what to do without", async () => {
		const code = bundles.get(name)?.join("\n") ?? "";
		const used = YOUNGER.filter(({ is }) => is.test(code));
		expect(used.flatMap(({ name, unless }) => (unless === undefined ? [name] : []))).toEqual([]);
		for (const { unless } of used)
			expect(await readFile(unless ?? "", "utf8")).toMatch(/" in (?:Intl|layer|element)\)/);
	});
});

test("[PAGE5] the oldest browsers are those that the documentation names", async () => {
	const [, line = ""] = /The oldest browsers [^\n]*: (.*)\./.exec(await readFile("docs/dock.md", "utf8")) ?? [];
	const named = line.toLowerCase().matchAll(/(chrome|edge|firefox|safari) ([\d.]+)/g);
	expect(Array.from(named, ([, name, version]) => `${name}${version}`)).toEqual(BROWSERS);
});

test.each([
	["a { color: light-dark(#fff, #000) }", "a { color: var(--_l, #fff) var(--_d, #000) }"],
	[
		"a { b: light-dark(hsl(1, 2%, 3%), var(--x, light-dark(red, blue))) c }",
		"a { b: var(--_l, hsl(1, 2%, 3%)) var(--_d, var(--x, var(--_l, red) var(--_d, blue))) c }",
	],
	["/* light-dark(a, b) */ a { }", " a { }"],
])("[PAGE5] both themes are told apart by variables: %s", (css, expected) => {
	expect(withoutLightDark(css)).toBe(expected);
});
