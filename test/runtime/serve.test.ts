import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { Origin } from "../../src/origin/index.ts";
import type { File } from "../../src/protocol/chat/model.ts";
import { PARLOUR_KEYS, TEST_KEYS } from "../support/keys.ts";
import { png } from "../support/sample-files.ts";
import { ticketOf } from "../support/tokens.ts";

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

test("[FILE10][FILE6] files are kept in its folder, and outlive a restart", async () => {
	const first = await serve({ PARLOUR_KEYS });
	const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
	const asked = await fetch(`${first.url}/v1/files?name=Über.png`, { method: "POST", body: png(8, 6), headers });
	const { file } = (await asked.json()) as { file: File };
	expect(file).toMatchObject({ name: "Über.png", type: "image/png", bytes: 29, width: 8, height: 6 });
	expect(await first.end("SIGTERM")).toBe(0);
	const second = await serve({ PARLOUR_KEYS });
	const served = await fetch(second.url + file.url);
	expect(served.headers.get("Content-Type")).toBe("image/png");
	expect(new Uint8Array(await served.arrayBuffer())).toEqual(png(8, 6));
	const part = await fetch(second.url + file.url, { headers: { Range: "bytes=1-3" } });
	expect([part.status, part.headers.get("Content-Range"), await part.text()]).toEqual([206, "bytes 1-3/29", "PNG"]);
	const outside = await fetch(second.url + file.url, { headers: { Range: "bytes=29-" } });
	expect([outside.status, outside.headers.get("Content-Range")]).toEqual([416, "bytes */29"]);
	expect((await fetch(`${second.url}/v1/files/test.AAAAAAAAAAAAAAAAAAAAAA/a`)).status).toBe(404);
	const large = await fetch(`${second.url}/v1/files?name=a`, {
		method: "POST",
		body: new Uint8Array(10_485_761),
		headers,
	});
	expect(large.status).toBe(413);
});

test("[HTTP11] without keys it does not start, and says what to set", async () => {
	const refused = await serve({});
	expect(await refused.exited).toEqual([1, null]);
	expect(refused.printed()).toContain("PARLOUR_KEYS is not set");
});
