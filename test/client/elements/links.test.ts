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

	// The text, and what of it is a link.
	it.each([
		// Brackets.
		["(see https://a.example/x(y))", "https://a.example/x(y)"],
		["[link](https://a.example/x_(y)).", "https://a.example/x_(y)"],
		["[https://a.example/1](https://a.example/2)", "https://a.example/1", "https://a.example/2"],
		["https://a.example/a[1]", "https://a.example/a[1]"],
		["{https://a.example/a}", "https://a.example/a"],
		["(https://a.example/a).", "https://a.example/a"],
		["https://a.example/a)(b", "https://a.example/a"],
		["https://a.example/a(", "https://a.example/a"],
		["https://[::1]:8080/x", "https://[::1]:8080/x"],
		// Stops, and text that follows without a blank.
		["请看https://a.example/b。谢谢", "https://a.example/b"],
		["请看 https://a.example/b，谢谢", "https://a.example/b"],
		["（https://a.example/b）", "https://a.example/b"],
		["「https://a.example/b」", "https://a.example/b"],
		["https://a.example/b看这里", "https://a.example/b"],
		["https://a.example看这里", "https://a.example"],
		["https://a.example/看这里", "https://a.example/"],
		["https://zh.wikipedia.org/wiki/中文_维基", "https://zh.wikipedia.org/wiki/中文_维基"],
		["https://例子.cn/x看", "https://例子.cn/x"],
		["https://a.exampleを見て", "https://a.example"],
		["https://a.example/x에서", "https://a.example/x"],
		["https://a.example/bครับ", "https://a.example/b"],
		["https://a.example/b👍", "https://a.example/b"],
		["انظر https://a.example/b، شكرا", "https://a.example/b"],
		["هل رأيت https://a.example/b؟", "https://a.example/b"],
		["देखो https://a.example/b।", "https://a.example/b"],
		["https://a.example/b...", "https://a.example/b"],
		["https://a.example/b…", "https://a.example/b"],
		["https://a.example/b?!", "https://a.example/b"],
		["https://a.example/?q=a.b,c;d!e", "https://a.example/?q=a.b,c;d!e"],
		// Quotation marks.
		["„https://a.example/b“", "https://a.example/b"],
		["«https://a.example/b»", "https://a.example/b"],
		["« https://a.example/b »", "https://a.example/b"],
		["»https://a.example/b«", "https://a.example/b"],
		["‚https://a.example/b‘", "https://a.example/b"],
		["“https://a.example/b”", "https://a.example/b"],
		["‘https://a.example/b’", "https://a.example/b"],
		["'https://a.example/b'", "https://a.example/b"],
		['"https://a.example/b".', "https://a.example/b"],
		["https://a.example/O'Neill", "https://a.example/O'Neill"],
		// Markup.
		["**https://a.example/b**", "https://a.example/b"],
		["*https://a.example/b*", "https://a.example/b"],
		["_https://a.example/b_", "https://a.example/b"],
		["~~https://a.example/b~~", "https://a.example/b"],
		["`https://a.example/b`", "https://a.example/b"],
		["<https://a.example/b>", "https://a.example/b"],
		["||https://a.example/b||", "https://a.example/b"],
		["https://a.example/b_", "https://a.example/b_"],
		// Mail.
		["mailto:ada@a.example?subject=Hello%20Ada&body=x.", "mailto:ada@a.example?subject=Hello%20Ada&body=x"],
		["(mailto:ada@a.example)", "mailto:ada@a.example"],
		["给ada@a.example写信", "ada@a.example"],
		["ada@müller.example.", "ada@müller.example"],
		["ada.lovelace+x@mail.a.example, bob@a.example", "ada.lovelace+x@mail.a.example", "bob@a.example"],
		// Directions of writing end a link, so that they turn nothing in it.
		["https://a.example/b\u202egpj.exe", "https://a.example/b"],
		["\u2068https://a.example/b\u2069", "https://a.example/b"],
		["https://a.example/\u200bb", "https://a.example/"],
		["HTTPS://A.EXAMPLE/B", "HTTPS://A.EXAMPLE/B"],
		["http://localhost:3000/x", "http://localhost:3000/x"],
		["https://пример.example/путь", "https://пример.example/путь"],
		["看www.a.example/b。", "www.a.example/b"],
	])("[SHOW1] are cut where they end: %s", (text, ...expected) => {
		const found = pieces(text);
		expect(found.filter(({ href }) => href !== undefined).map((one) => one.text)).toEqual(expected);
		expect(found.map((one) => one.text).join("")).toBe(text);
	});

	it("[SHOW1] are whole, however long they are", () => {
		const long = `https://a.example/?q=${"x".repeat(3_900)}`;
		expect(pieces(`${long} y`)).toEqual([{ text: long, href: long }, { text: " y" }]);
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
		"https://bank.example@evil.example/",
		"https://user:word@a.example/",
		"mailto:?subject=x",
		"mailto:javascript:alert(1)",
		"xhttps://a.example",
		"www.",
		"https://.../",
		"a@b",
		"3@4.5",
		"java\nscript:alert(1)",
		"intent://a.example#Intent;end",
	])("[SHOW1] are nothing else: %s", (text) => {
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

	it("[SHOW1] cost no more than their length", () => {
		const begun = performance.now();
		for (const text of [
			"a".repeat(4_000),
			"a@".repeat(2_000),
			"a.".repeat(2_000),
			"www.".repeat(1_000),
			"https://".repeat(500),
			"https://[".repeat(444),
			"https://(((".repeat(360),
			`https://a.example/${"(".repeat(3_900)}`,
			`https://a.example/${")".repeat(3_900)}`,
			`https://a.example/${".".repeat(3_900)}`,
			"mailto:".repeat(570),
		])
			pieces(text);
		expect(performance.now() - begun).toBeLessThan(500);
	});
});
