import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ROOM } from "../../demo/room.ts";
import { Origin } from "../../src/origin/index.ts";
import { type Demo, newState, startDemo } from "../browser/support/demo.ts";

interface Session {
	readonly hash: string;
	readonly ticket: string;
	readonly user: { readonly name: string };
}

const SECRET = `  sp ace "q" 'q' \`q\` $HOME #h \\ ключ 🔑 `;
const PARLOUR_KEYS = `shop/main:${SECRET},other/k2:canary-two`;

let state: string;
let demo: Demo | undefined;

beforeEach(async () => {
	state = await newState();
});

afterEach(async () => {
	await demo?.stop();
	demo = undefined;
	await rm(state, { recursive: true, force: true });
});

const message = { channel: ROOM, name: "message", data: { text: "kept" } };

function origin(): Origin {
	return new Origin({ url: demo?.url ?? "", key: "main", secret: SECRET });
}

describe("npm start", () => {
	test("the Worker has the keys of the environment letter by letter, and nothing prints them", async () => {
		demo = await startDemo(state, { PARLOUR_KEYS });
		expect(await origin().notify(message)).toMatchObject({ ok: true, seq: 1 });
		expect(demo.printed()).not.toContain("🔑");
		expect(demo.printed()).not.toContain("canary-two");
		// What the printed command reads instead; curl undoes the escapes.
		const login = await readFile(join(state, "curl-login"), "utf8");
		expect(login.replaceAll(/\\(.)/g, "$1")).toBe(`user = "main:${SECRET}"\n`);
	});

	test("[LOG13] a restart keeps the log, and leaves no process and no key behind", async () => {
		demo = await startDemo(state, { PARLOUR_KEYS });
		const stored = await origin().notify({ ...message, id: "once" });
		const { url } = demo;
		expect(await demo.stop()).toBe(0);
		await expect(fetch(url)).rejects.toThrow("fetch failed");
		await expect(readFile(join(state, "curl-login"))).rejects.toThrow("ENOENT");
		demo = await startDemo(state, { PARLOUR_KEYS });
		expect(await origin().notify({ ...message, id: "once" })).toEqual({ ...stored, recipients: 0 });
	});

	test("an npm that is ended takes everything along", async () => {
		const started = await startDemo(state, { PARLOUR_KEYS }, true);
		const { url } = started;
		await started.stop();
		const noAnswer = async (): Promise<void> => expect(fetch(url)).rejects.toThrow("fetch failed");
		await vi.waitFor(noAnswer, { timeout: 30_000, interval: 100 });
		expect(await fetch(url).catch(() => "ended")).toBe("ended");
	});

	test("a port that is taken is said in one line, and the exit code is 1", async () => {
		demo = await startDemo(state, { PARLOUR_KEYS });
		const again = startDemo(join(state, "other"), { PARLOUR_KEYS, PORT: String(demo.port) });
		await expect(again).rejects.toThrow(new RegExp(`ended \\(1\\)[^]*Port ${demo.port} is taken`));
	});

	test("keys that are malformed are named without their secrets", async () => {
		const started = startDemo(state, { PARLOUR_KEYS: "shop/main:fine,canary" });
		const error: unknown = await started.catch((thrown: unknown) => thrown);
		expect(String(error)).toContain("entry 2");
		expect(String(error)).not.toContain("canary");
	});

	test("the demo's backend signs for its one room and refuses a bad request with a fault", async () => {
		demo = await startDemo(state, { PARLOUR_KEYS });
		const post = (body: string) => fetch(`${demo?.url}/demo/session`, { method: "POST", body });
		const session = (await (await post('{"name":" Ada "}')).json()) as Session;
		expect(session.user.name).toBe("Ada");
		expect(session.ticket.split(".")).toHaveLength(3);
		expect(session.hash).toBe(await origin().channelHash(ROOM));
		for (const bad of ["", "[]", '{"name":7}', '{"name":"\\u202e"}', `{"name":"${"x".repeat(41)}"}`]) {
			const answer = await post(bad);
			expect([bad, answer.status]).toEqual([bad, 400]);
			expect(await answer.json()).toMatchObject({ fault: { code: "bad_request" } });
		}
		expect((await fetch(`${demo.url}/demo/session`)).status).toBe(405);
		const page = await fetch(demo.url);
		expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
	});

	test("the demo's backend takes webhooks that are signed, and sends bursts to its test channels only", async () => {
		demo = await startDemo(state, { PARLOUR_KEYS });
		const post = (path: string, body: object) =>
			fetch(`${demo?.url}${path}`, { method: "POST", body: JSON.stringify(body) });
		expect((await post("/demo/hook", { type: "call" })).status).toBe(401);
		const { hash } = (await (await post("/demo/test/session", {})).json()) as Session;
		const sent = await post("/demo/test/burst", { hash, run: "r", count: 250 });
		expect(await sent.json()).toMatchObject({ stored: 250 });
		const { events } = await origin().history(hash, { limit: 2 });
		expect(events.map(({ seq, data }) => [seq, data])).toMatchObject([
			[249, { run: "r", number: 248 }],
			[250, { run: "r", number: 249 }],
		]);
		const room = await origin().channelHash(ROOM);
		for (const refused of [{ hash: room }, { hash: "no.hash.this" }, { count: 10_001 }, { count: 0 }]) {
			const answer = await post("/demo/test/burst", { hash, run: "r", count: 1, ...refused });
			expect([400, 403]).toContain(answer.status);
		}
		expect((await fetch(`${demo.url}/demo/test/hooks?hash=${room}`)).status).toBe(403);
		expect((await fetch(`${demo.url}/test`)).headers.get("content-security-policy")).toContain("script-src 'self'");
	});
});
