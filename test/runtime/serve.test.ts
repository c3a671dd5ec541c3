import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { Origin } from "../../src/origin/index.ts";
import { PARLOUR_KEYS, TEST_KEYS } from "../support/keys.ts";

const SERVE = fileURLToPath(new URL("../../scripts/serve.mjs", import.meta.url));
const { id: key, secret } = TEST_KEYS.dev;
const message = { channel: { context: "serve" }, name: "note", id: "once" };

let state: string;
beforeEach(async () => {
	state = await mkdtemp(join(tmpdir(), "parlour-serve-"));
});
afterEach(async () => rm(state, { recursive: true, force: true }));

/** Runs the program until it listens, or ends. */
async function serve(env: Record<string, string>) {
	const child = spawn(process.execPath, [SERVE], {
		env: { PATH: process.env["PATH"], PARLOUR_STATE: state, PORT: "0", ...env },
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	const exited = once(child, "exit");
	let printed = "";
	const url = await new Promise<string>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", (text: string) => {
				printed += text;
				const [, found] = /listening on (\S+),/.exec(printed) ?? [];
				if (found !== undefined) resolve(found);
			});
		child.once("exit", () => resolve(""));
	});
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal);
		const [code] = (await exited) as [number | null];
		return code;
	};
	return { url, end, exited, printed: () => printed };
}

const notify = async (url: string) => new Origin({ url, key, secret }).notify(message);

test("it serves the deployed Worker: no demo, the client's script, and what was stored after a restart", async () => {
	const first = await serve({ PARLOUR_KEYS });
	const stored = await notify(first.url);
	expect(stored).toMatchObject({ ok: true, seq: 1 });
	expect((await fetch(`${first.url}/`)).status).toBe(404);
	expect((await fetch(`${first.url}/parlour.js`)).headers.get("content-type")).toMatch(/javascript/);
	expect(await first.end("SIGTERM")).toBe(0);
	const second = await serve({ PARLOUR_KEYS });
	expect(await notify(second.url)).toEqual({ ...stored, recipients: 0 });
});

test("[NOTIFY7] killed, it loses nothing that was acknowledged and leaves nothing behind that is in the way", async () => {
	const first = await serve({ PARLOUR_KEYS });
	const stored = await notify(first.url);
	await first.end("SIGKILL");
	const second = await serve({ PARLOUR_KEYS, PORT: new URL(first.url).port });
	expect(second.url).toBe(first.url);
	expect(await notify(second.url)).toEqual({ ...stored, recipients: 0 });
});

test("[HTTP11] without keys it does not start, and says what to set", async () => {
	const refused = await serve({});
	expect(await refused.exited).toEqual([1, null]);
	expect(refused.printed()).toContain("PARLOUR_KEYS is not set");
});
