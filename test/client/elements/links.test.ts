import { describe, expect, it } from "vitest";
import { pieces } from "../../../src/client/elements/base/links.ts";

function links(text: string): (string | undefined)[] {
	return pieces(text).flatMap(({ href, text }) => (href === undefined ? [] : [`${text} > ${href}`]));
}

describe("links in a text", () => {
	it.each([
		["see https://example.com/a?b=1#c.", "https://example.com/a?b=1#c > https://example.com/a?b=1#c"],
		["(http://example.com/x)", "http://example.com/x > http://example.com/x"],
		[
			"https://en.wikipedia.org/wiki/Set_(maths)",
			"https://en.wikipedia.org/wiki/Set_(maths) > https://en.wikipedia.org/wiki/Set_(maths)",
		],
		["www.example.com!", "www.example.com > https://www.example.com/"],
		["write to ada@example.com, please", "ada@example.com > mailto:ada@example.com"],
		["mailto:ada@example.com", "mailto:ada@example.com > mailto:ada@example.com"],
	])("are found: %s", (text, expected) => {
		expect(links(text)).toEqual([expected]);
	});

	it.each([
		"javascript:alert(1)",
		"JaVaScRiPt:alert(1)//http",
		"data:text/html,<script>alert(1)</script>",
		"vbscript:msgbox(1)",
		"file:///etc/passwd",
		"https:",
		"//example.com/x",
		"no link at all",
		"",
	])("are nothing else: %s", (text) => {
		expect(links(text)).toEqual([]);
	});

	it("leave every character of the text where it was", () => {
		const text = 'a https://b.example/"c" <d@e.example> www. https://[ f';
		expect(
			pieces(text)
				.map((one) => one.text)
				.join(""),
		).toBe(text);
	});

	it("cost no more than their length", () => {
		const begun = performance.now();
		for (const text of [
			"a".repeat(4_000),
			"a@".repeat(2_000),
			"a.".repeat(2_000),
			"www.".repeat(1_000),
			"https://".repeat(500),
		])
			pieces(text);
		expect(performance.now() - begun).toBeLessThan(500);
	});
});
