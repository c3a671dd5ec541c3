import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { start } from "../../../scripts/lib/workerd.mjs";
import { PARLOUR_KEYS } from "../../support/keys.ts";

type Running = Awaited<ReturnType<typeof start>>;

/** The production Worker in a runtime process of its own, which can die and come back. */
export interface Runtime {
	readonly url: string;
	/** The folder of the rooms' databases. */
	readonly storage: string;
	/** How often a room has been constructed. */
	readonly constructed: () => number;
	/** The names of the relays that have been constructed. */
	readonly relays: () => string[];
	/** What the process holds in memory. */
	readonly memoryBytes: () => number;
	/** Ends the process as a crash does. */
	readonly kill: () => Promise<void>;
	readonly stop: () => Promise<void>;
	/** Starts it again, on the same port and the same storage. */
	readonly restart: () => Promise<void>;
	/** Ends it for good, and deletes its storage. */
	readonly end: () => Promise<void>;
}

const COUNTING_WORKER = fileURLToPath(new URL("../worker/counting-worker.ts", import.meta.url));

/** What a test may want of a runtime. */
export interface RuntimeOptions {
	/** Where webhooks and calls go; an address of this machine. */
	readonly webhook?: string;
}

/** Starts a runtime for one test; it ends with the test. */
export async function runtime(wanted: RuntimeOptions = {}): Promise<Runtime> {
	const started = await startRuntime(wanted);
	onTestFinished(started.end);
	return started;
}

/** Starts a runtime for several tests; who starts it ends it. */
export async function startRuntime({ webhook }: RuntimeOptions = {}): Promise<Runtime> {
	const storage = await mkdtemp(join(tmpdir(), "parlour-storage-"));
	let constructed = 0;
	const relays = new Set<string>();
	const log = (line: string): void => {
		if (line.includes("room constructed")) constructed++;
		else if (line.includes("relay constructed: ")) relays.add(line.slice(line.indexOf(": ") + 2).trim());
		else if (process.env["PARLOUR_TEST_LOG"] !== undefined) console.log(line);
	};
	const told = webhook === undefined ? {} : { variables: { PARLOUR_WEBHOOK: webhook }, privateNetwork: true };
	const options = { keys: PARLOUR_KEYS, storage, log, entry: COUNTING_WORKER, ...told };
	let running: Running = await start(options);
	const { port } = running;
	return {
		url: running.url,
		storage,
		constructed: () => constructed,
		relays: () => [...relays],
		memoryBytes: () => {
			const status = readFileSync(`/proc/${running.pid}/status`, "utf8");
			return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
		},
		kill: async () => running.kill(),
		stop: async () => running.stop(),
		restart: async () => {
			running = await start({ ...options, port });
		},
		end: async () => {
			await running.kill();
			await rm(storage, { recursive: true, force: true });
		},
	};
}
