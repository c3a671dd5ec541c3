import { describe, expect, test } from "vitest";
// Under a name that the formatter takes for no markup: spaces matter here.
import { html as made } from "../../demo/school/html.ts";

describe("the school's markup", () => {
	test("text that is put in stays text, in contents and in attributes", () => {
		const text = `<img src=x onerror="alert('1')">&amp;`;
		const safe = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;";
		expect(made`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${safe}">${safe}</p>`);
	});

	test("markup that is put in stays markup, also several in a row, and nothing is nothing", () => {
		const items = ["a", "<b>"].map((text) => made`<li>${text}</li>`);
		expect(made`<ul>${items}${false}${undefined}${0}</ul>`.markup).toBe("<ul><li>a</li><li>&lt;b&gt;</li>0</ul>");
	});
});
