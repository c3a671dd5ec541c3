import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "./lib/chromium.mjs";
import { ROOT } from "./lib/run.mjs";
import { play, talkInRoom } from "./lib/screenshots/scene.mjs";
import { buildFiles } from "./lib/start/files.mjs";
import { start } from "./lib/workerd.mjs";

// `npm run screenshots`: plays a scene at the demo's school and takes the pictures of the documentation. The machine
// needs a font with emoji, such as Noto Color Emoji.

const FOLDER = join(ROOT, "docs/images");
const MOST_BYTES = 200_000;
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** @typedef {import("playwright-core").Page} Page */

const state = await mkdtemp(join(tmpdir(), "parlour-pictures-"));
await buildFiles(join(state, "files"));
const running = await start({
	keys: "dev/pictures:no secret: gone in a minute",
	storage: join(state, "rooms"),
	assets: join(state, "files"),
	entry: join(ROOT, "demo/worker.ts"),
});
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_FLAGS });
try {
	await mkdir(FOLDER, { recursive: true });
	const scene = await play(running.url, await diagram());
	await take("dock", WIDE, "/school/course/physics", async (page) => {
		await open(page, "Messages");
		await show(page, "Lab report");
		await show(page, "Ben Whitfield");
		await scene.type();
		await page.locator("parlour-dock").getByText("Same here, we have six").first().waitFor();
		await page.locator("parlour-dock .typing bdi").waitFor();
	});
	await take("dock-dark", { ...WIDE, colorScheme: "dark" }, "/school", async (page) => {
		await open(page, "Messages");
		await show(page, "Lab report");
		await open(page, "People");
		await page.locator("parlour-dock .entry.person").nth(5).waitFor();
	});
	await take("dock-phone", PHONE, "/school", async (page) => {
		await open(page, "Messages");
		await show(page, "Ben Whitfield");
	});
	await take("dock-arabic", WIDE, "/school/courses?lang=ar", async (page) => {
		await page.locator("parlour-dock .bar > button").click();
		await show(page, "Ben Whitfield");
	});
	const hash = await roomHash();
	const goHome = await talkInRoom(running.url, hash);
	await take("room", WIDE, "/school/room", async (page) => {
		await page.locator("parlour-room").getByText("Until five").waitFor();
		await page.locator("parlour-room").getByText("4 people here").waitFor();
		await page.locator("parlour-room textarea").fill("I will come by after biology");
	});
	goHome();
	scene.end();
} finally {
	await browser.close();
	await running.stop();
	await rm(state, { recursive: true, force: true });
}

/**
 * Signs Amira in, lets her do something, and takes the picture.
 *
 * @param {string} name
 * @param {import("playwright-core").BrowserContextOptions} options
 * @param {string} path
 * @param {(page: Page) => Promise<void>} act
 */
async function take(name, options, path, act) {
	const context = await browser.newContext({ locale: "en-GB", ...options });
	await context.addCookies([{ name: "school_person", value: "amira", url: `${running.url}/school` }]);
	const page = await context.newPage();
	await page.goto(running.url + path);
	await page.locator("parlour-dock .sign.live").waitFor({ state: "attached" });
	await act(page);
	await page.mouse.move(0, 0);
	const file = join(FOLDER, `${name}.png`);
	await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
	await context.close();
	const { size } = await stat(file);
	console.log(`${name}.png: ${size} bytes`);
	if (size > MOST_BYTES) throw new Error(`${file} has more than ${MOST_BYTES} bytes.`);
}

/** The hash of the common room, as its page has it. */
async function roomHash() {
	const [, hash = ""] = /hash="([^"]+)"/.exec(await (await fetch(`${running.url}/school/room`)).text()) ?? [];
	return hash;
}

/**
 * @param {Page} page
 * @param {string} tab
 */
async function open(page, tab) {
	const bar = page.locator("parlour-dock .bar > button");
	if ((await bar.getAttribute("aria-expanded")) === "false") await bar.click();
	await page.locator("parlour-dock").getByRole("tab", { name: tab }).click();
}

/**
 * Opens a conversation of the list, and waits for what is in it.
 *
 * @param {Page} page
 * @param {string} name
 */
async function show(page, name) {
	await page.locator("parlour-dock .page.chats .entry", { hasText: name }).click();
	const window = page.locator("parlour-dock .window", { hasText: name });
	await window.locator("li.message").first().waitFor();
	for (const image of await window.locator("img").all())
		await image.evaluate((shown) => /** @type {HTMLImageElement} */ (shown).decode());
}

/** @param {number} height */
function wave(height) {
	return `M20 130${[0, 1, 2, 3].map((i) => `q55 ${i % 2 === 0 ? -height : height} 110 0`).join("")}`;
}

/** The drawing that goes from one to the other. */
async function diagram() {
	const page = await browser.newPage({ viewport: { width: 480, height: 260 } });
	const faint = [-150, -75, 75].map((height) => `<path d="${wave(height)}" stroke="#b9d8cf"/>`).join("");
	const nodes = [0, 1, 2, 3, 4].map((i) => `<circle cx="${20 + 110 * i}" cy="130" r="6" fill="#1f6f5c"/>`).join("");
	await page.setContent(
		`<body style="margin:0"><svg width="480" height="260" fill="none" stroke-width="3"><rect width="480" height="260" fill="#fbfdfc"/><path d="M20 130h440" stroke="#9aa8a3" stroke-dasharray="3 6" stroke-width="1.5"/>${faint}<path d="${wave(150)}" stroke="#1f6f5c" stroke-width="4"/>${nodes}</svg>`,
	);
	const picture = await page.screenshot();
	await page.close();
	return picture;
}
