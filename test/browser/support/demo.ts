import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../scripts/lib/run.mjs";
import { PARLOUR_KEYS } from "../../support/keys.ts";

/** The demo, started as a user starts it, with a port and a storage of its own. */
export interface Demo {
	readonly port: number;
	readonly url: string;
	/** Everything that it has printed. */
	printed(): string;
	/** Ends it as Ctrl-C does; answers its exit code. */
	stop(): Promise<number | null>;
	/** Ends it, and with npm all of its group, as a crash does. */
	kill(): Promise<void>;
}

/** A folder for a demo's storage. */
export async function newState(): Promise<string> {
	return mkdtemp(join(tmpdir(), "parlour-demo-"));
}

/**
 * @param env over the environment of this process
 * @param npm whether npm starts it, as a user's does
 */
export async function startDemo(state: string, env: NodeJS.ProcessEnv = {}, npm = false): Promise<Demo> {
	const child = spawn(npm ? "npm" : process.execPath, [npm ? "start" : "scripts/start.mjs"], {
		cwd: ROOT,
		env: { ...process.env, PORT: "0", PARLOUR_STATE: state, PARLOUR_KEYS, ...env },
		// A group of its own, as a terminal gives it.
		detached: npm,
		stdio: ["ignore", "pipe", "pipe"],
	});
	const exited = once(child, "exit");
	let printed = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
	const port = await announcedPort(child, () => printed);
	return {
		port,
		printed: () => printed,
		url: `http://localhost:${port}`,
		stop: async () => {
			child.kill("SIGTERM");
			const [code] = (await exited) as [number | null];
			return code;
		},
		kill: async () => {
			const { pid = 0 } = child;
			process.kill(npm ? -pid : pid, "SIGKILL");
			await exited;
		},
	};
}

function announcedPort(child: ChildProcess, printed: () => string): Promise<number> {
	return new Promise((resolve, reject) => {
		child.stdout?.on("data", () => {
			const port = /running at http:\/\/localhost:(\d+)/.exec(printed())?.[1];
			if (port !== undefined) resolve(Number(port));
		});
		child.once("close", (code) => reject(new Error(`The demo ended (${code}).\n${printed()}`)));
	});
}
