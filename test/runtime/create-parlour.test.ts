import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "./support/client.ts";

// A project of one's own, made, installed and run from what npm would publish.

const run = promisify(execFile);
const MINUTES = 60_000;
/** No report about its use, and no request for the newest version. */
const QUIET = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_HIDE_BANNER: "true" };

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "parlour-create-"));
	// `dist` is built by then: packing it builds nothing anew.
	const pack = ["pack", "--ignore-scripts", "--pack-destination", folder];
	await run("npm", pack);
	await run("npm", pack, { cwd: "packages/create-parlour" });
}, 2 * MINUTES);

afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function tarball(name: string): Promise<string> {
	const file = (await readdir(folder)).find((one) => new RegExp(`^${name}-\\d.*\\.tgz$`).test(one));
	return join(folder, file ?? `no ${name} was packed`);
}

test(
	"a project made from the packed tarballs checks its types, starts, and hears what its origin pushes",
	async () => {
		await run("tar", ["xzf", await tarball("create-parlour"), "-C", folder]);
		const project = join(folder, "My Chat!");
		await run("node", [join(folder, "package/create.mjs"), project]);
		const manifest = join(project, "package.json");
		const text = await readFile(manifest, "utf8");
		expect(JSON.parse(text)).toMatchObject({ name: "my-chat", dependencies: { parlour: "^0.1.0" } });
		await writeFile(manifest, text.replace('"^0.1.0"', JSON.stringify(`file:${await tarball("parlour")}`)));
		await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: project });
		await run("npm", ["run", "check"], { cwd: project });

		const server = spawn("npm", ["start", "--", "--port", "0", "--ip", "127.0.0.1"], {
			cwd: project,
			env: { ...process.env, ...QUIET, CI: "true" },
			// Its own group, so that the whole of it ends with the test.
			detached: true,
			stdio: ["ignore", "pipe", "pipe"],
		});
		try {
			const url = await addressOf(server);
			const page = await (await fetch(url)).text();
			const hash = /hash="([^"]+)"/.exec(page)?.[1] ?? "";
			const { ticket } = (await (await fetch(`${url}/ticket`, { method: "POST" })).json()) as { ticket: string };
			expect(ticket.split(".")).toHaveLength(3);
			expect((await fetch(`${url}/parlour-room.js`)).headers.get("Content-Type")).toContain("javascript");
			const client = new Client(url, hash);
			await client.until(({ channel }) => channel.state === "live");
			const pushed = await run("npm", ["run", "push", "--", "Hello"], {
				cwd: project,
				env: { ...process.env, PARLOUR_URL: url },
			});
			expect(pushed.stdout).toContain("Stored as number 1.");
			await client.until(({ events }) => events.length === 1);
			expect(client.events[0]).toMatchObject({ name: "message", data: { text: "Hello" } });
		} finally {
			process.kill(-(server.pid ?? 0), "SIGKILL");
			await once(server, "exit");
		}
	},
	5 * MINUTES,
);

test("create-parlour leaves a folder alone that has something in it, and says so", async () => {
	const full = await mkdtemp(join(folder, "full-"));
	await writeFile(join(full, "kept.txt"), "mine");
	const failed = await run("node", ["packages/create-parlour/create.mjs", full]).catch(
		(error: { stderr: string }) => error,
	);
	expect(failed.stderr).toContain("is not empty (it has kept.txt)");
	expect(await readdir(full)).toEqual(["kept.txt"]);
});

/** Where the project listens; the program prints it once it does. */
async function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
	let printed = "";
	return new Promise((resolve, reject) => {
		for (const stream of [server.stdout, server.stderr])
			stream?.on("data", (chunk: Buffer) => {
				printed += chunk.toString();
				const address = /Ready on (http:\/\/[\w.:]+)/.exec(printed)?.[1];
				if (address !== undefined) resolve(address.replace("localhost", "127.0.0.1"));
			});
		server.once("exit", () => reject(new Error(`The project ended before it listened:\n${printed}`)));
	});
}
