import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Site, startSite } from "./support/dock/site.ts";
import { PHONE, Visitor } from "./support/dock/visitor.ts";
import { launch } from "./support/person.ts";

let site: Site;
let browser: Browser;

beforeAll(async () => {
	[site, browser] = await Promise.all([startSite(), launch()]);
});

afterAll(async () => {
	await browser?.close();
	await site?.close();
});

const INHERITED = `text-shadow: 2px 2px red; word-spacing: 9px; text-indent: 40px; letter-spacing: 4px;
	text-transform: uppercase; visibility: hidden; direction: rtl; font: italic 900 30px/3 serif; color: red;
	text-align: center; white-space: nowrap; cursor: wait; hyphens: auto; user-select: none; pointer-events: none;
	writing-mode: vertical-rl; font-variant: small-caps; tab-size: 1; line-break: anywhere; word-break: break-all;
	text-wrap: balance; caret-color: red; accent-color: red; -webkit-text-stroke: 2px red; -webkit-text-fill-color: red;
	border-collapse: collapse; quotes: none; text-underline-offset: 9px; font-feature-settings: "smcp"`;

/** Rules of pages that have been seen to reach what stands in them. */
const SHEETS: readonly (readonly [name: string, css: string])[] = [
	["all is unset", "* { all: unset }"],
	["all is unset, with weight", "* { all: unset !important }"],
	["children are placed", "body > * { position: relative; max-width: 20rem; margin: 2rem; overflow: hidden }"],
	["children are grid items", "body { display: grid; grid-template-columns: 1fr 1fr; gap: 40px; height: 100vh }"],
	["the body is transformed", "body { transform: translate(40px, 30px) scale(0.8) }"],
	["the body is filtered", "body { filter: grayscale(1); backdrop-filter: blur(2px); perspective: 100px }"],
	["the body is contained", "body { contain: strict; height: 60px; overflow: hidden; will-change: transform }"],
	["the body is a layer below", "body { position: relative; z-index: -1; opacity: 0.5; isolation: isolate }"],
	["texts are styled", `body { ${INHERITED} }`],
	["the element is styled", `parlour-dock { ${INHERITED} }`],
	[
		"the element is moved",
		`parlour-dock { position: static; transform: scale(2); filter: invert(1); opacity: 0.1; width: 90px; height: 400px;
			margin: 50px; padding: 30px; border: 9px solid; overflow: hidden; contain: strict; clip-path: inset(50%);
			content-visibility: hidden; zoom: 1; float: left; inset: 40px auto auto 40px; translate: 50px; rotate: 20deg }`,
	],
	[
		"the element is moved, with weight",
		"#x, parlour-dock { position: absolute !important; top: 0 !important; transform: scale(2) !important; opacity: 0 !important }",
	],
	[
		"the inside is named",
		"parlour-dock *, .bar, .entry, .layer, button, [popover], dialog { display: none !important; color: red }",
	],
	["everything above", "main { position: fixed; inset: 0; z-index: 2147483647; background: white }"],
];

const PROPERTIES = `text-shadow word-spacing text-indent letter-spacing text-transform visibility direction font-style
	font-weight font-size font-family line-height color text-align white-space cursor hyphens user-select
	pointer-events writing-mode font-variant word-break opacity -webkit-text-fill-color
	-webkit-text-stroke-width caret-color font-feature-settings line-break`.split(/\s+/);

/** Where things of the dock are, what they look like, and whether they are what is to be seen and clicked there. */
function look({ page }: Visitor): Promise<Record<string, unknown>> {
	return page.evaluate((properties) => {
		const root = document.querySelector("parlour-dock")?.shadowRoot;
		const found: Record<string, unknown> = {};
		for (const selector of [".bar > button", ".entry .name", ".window .who", ".window textarea", ".window .words"]) {
			const element = root?.querySelector(selector);
			if (!element) continue;
			const { x, y, width, height } = element.getBoundingClientRect();
			const style = getComputedStyle(element);
			const isSelf = (one: Element | null | undefined): boolean =>
				one?.contains(element) === true || element.contains(one ?? null);
			found[selector] = {
				place: [x, y, width, height].map(Math.round),
				style: Object.fromEntries(properties.map((name) => [name, style.getPropertyValue(name)])),
				isOnTop: isSelf(root?.elementFromPoint(x + width / 2, y + height / 2)),
			};
		}
		return found;
	}, PROPERTIES);
}

describe.each([
	["beside the page", {}],
	["on a phone", PHONE],
] as const)("the rules of a page do not reach the dock: %s", (_, options) => {
	test("[PAGE1][PAGE2] measured under a table of them", async () => {
		const visitor = await Visitor.at(browser, `${site.url}/`, options);
		const { page } = visitor;
		await visitor.open("Ada Lovelace");
		await page.locator(".window .words").first().waitFor();
		const plain = await look(visitor);
		expect(Object.keys(plain).length).toBeGreaterThan(2);
		for (const [name, content] of SHEETS) {
			const sheet = await page.addStyleTag({ content });
			expect({ name, ...(await look(visitor)) }).toEqual({ name, ...plain });
			await sheet.evaluate((style) => (style as Element).remove());
		}
		await visitor.leave();
	});

	test("[PAGE1] from the first drawing on", async () => {
		const visitor = await Visitor.at(browser, `${site.url}/?x=1`, options);
		const plain = await look(visitor);
		await visitor.leave();
		const harsh = SHEETS.filter(([name]) => /unset|children|transformed|styled/.test(name));
		for (const [name, css] of harsh) {
			const context = await browser.newContext({
				viewport: { width: 1280, height: 720 },
				reducedMotion: "reduce",
				...options,
			});
			const page = await context.newPage();
			await page.addInitScript((text) => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync(text);
				document.adoptedStyleSheets.push(sheet);
			}, css);
			const other = await Visitor.in(page, `${site.url}/?x=1`);
			expect({ name, ...(await look(other)) }).toEqual({ name, ...plain });
			await other.leave();
		}
	});
});

/** What is to be seen at the place of the bar. */
async function topAtBar(visitor: Visitor): Promise<string | undefined> {
	return visitor.page.evaluate(() => {
		const bar = document.querySelector("parlour-dock")?.shadowRoot?.querySelector(".bar > button");
		const { x = 0, y = 0, width = 0, height = 0 } = bar?.getBoundingClientRect() ?? {};
		return document.elementFromPoint(x + width / 2, y + height / 2)?.localName;
	});
}

describe("what the page opens itself", () => {
	const DIALOG = `Object.assign(document.body.appendChild(document.createElement("dialog")), { id: "own", innerHTML: "<button>OK</button>" }).showModal();
		own.style.cssText = "width: 100vw; height: 100vh; max-width: none; max-height: none; border: 0"`;

	test("[PAGE3] a modal dialog and a full screen are above the dock, which is above the page again afterwards", async () => {
		const visitor = await Visitor.at(browser, `${site.url}/`);
		const { page } = visitor;
		await page.addStyleTag({ content: "main { position: fixed; inset: 0; z-index: 2147483647; background: white }" });
		expect(await topAtBar(visitor)).toBe("parlour-dock");
		await page.evaluate(DIALOG);
		expect(await topAtBar(visitor)).toBe("dialog");
		await page.getByRole("button", { name: "OK" }).click();
		await page.evaluate("own.close()");
		await expect.poll(() => topAtBar(visitor)).toBe("parlour-dock");
		await page.evaluate(`document.querySelector("main").requestFullscreen()`);
		await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe("main");
		expect(await topAtBar(visitor)).not.toBe("parlour-dock");
		await page.evaluate("document.exitFullscreen()");
		await expect.poll(() => topAtBar(visitor)).toBe("parlour-dock");
		await visitor.leave();
	});

	test("[PAGE3] a dialog that is open before the dock is there stays above it until it is closed", async () => {
		const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
		const page = await context.newPage();
		await page.addInitScript(`addEventListener("DOMContentLoaded", () => { ${DIALOG} })`);
		const visitor = await Visitor.in(page, `${site.url}/`);
		expect(await topAtBar(visitor)).toBe("dialog");
		await page.addStyleTag({ content: "main { position: fixed; inset: 0; z-index: 2147483647; background: white }" });
		await page.evaluate("own.close()");
		await expect.poll(() => topAtBar(visitor)).toBe("parlour-dock");
		await visitor.bar.click();
		await page.locator(".entry").first().waitFor();
		await visitor.leave();
	});

	test("[PAGE3] a page that says what the dock stands above has it there", async () => {
		const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
		const page = await context.newPage();
		await page.addInitScript(() => {
			const sheet = new CSSStyleSheet();
			sheet.replaceSync(
				"parlour-dock { --parlour-z-index: 5 } h1 { position: fixed; inset: 0; margin: 0; z-index: 6; background: white }",
			);
			document.adoptedStyleSheets.push(sheet);
		});
		const visitor = await Visitor.in(page, `${site.url}/`);
		expect(await topAtBar(visitor)).toBe("h1");
		await page.addStyleTag({ content: ":root parlour-dock { --parlour-z-index: 7 }" });
		expect(await topAtBar(visitor)).toBe("parlour-dock");
		await visitor.leave();
	});
});

test("[PAGE4] a page that is printed has no dock on it, and one that hides the dock has none", async () => {
	const visitor = await Visitor.at(browser, `${site.url}/`);
	const { page } = visitor;
	await page.emulateMedia({ media: "print" });
	await expect.poll(() => visitor.bar.isVisible()).toBe(false);
	await page.emulateMedia({ media: "screen" });
	await expect.poll(() => visitor.bar.isVisible()).toBe(true);
	await page.evaluate(`document.querySelector("parlour-dock").hidden = true`);
	await expect.poll(() => visitor.bar.isVisible()).toBe(false);
	await page.evaluate(`document.querySelector("parlour-dock").hidden = false`);
	await expect.poll(() => visitor.bar.isVisible()).toBe(true);
	await page.addStyleTag({ content: "parlour-dock { display: none }" });
	await expect.poll(() => visitor.bar.isVisible()).toBe(false);
	await visitor.leave();
});
