import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { channelPath } from "../../../src/protocol/paths.ts";

/** How many readers one process holds: a process may open only so many files. */
const PER_PROCESS = 8_000;

/** What very many readers have seen. */
export interface CrowdReport {
	readonly events: number;
	readonly reconnects: number;
	readonly live: number;
	/** Events out of order, holes, doubles and resumptions that were not complete; the first few. */
	readonly wrong: readonly string[];
	/** When readers were back, as shares of the windows that they were given. */
	readonly returns: readonly number[];
	/** The windows that they were given, each once, in milliseconds. */
	readonly windows: readonly number[];
}

/** Very many readers of one channel, in processes of their own. */
export class Crowd {
	readonly #processes: ChildProcess[] = [];

	/** Lets readers join, and resolves when all have been welcomed. */
	async join(url: string, hash: string, number: number): Promise<void> {
		const port = Number(new URL(url).port);
		const path = channelPath(hash, "socket");
		for (let left = number; left > 0; left -= PER_PROCESS) {
			const child = fork(fileURLToPath(new URL("crowd-client.mjs", import.meta.url)));
			onTestFinished(() => void child.kill("SIGKILL"));
			this.#processes.push(child);
			child.send({ join: { port, path, number: Math.min(left, PER_PROCESS) } });
			await once(child, "message");
		}
	}

	/** Resolves when every reader is there, and has everything up to a number, or has been away and is back. */
	async until(until: { readonly seq: number } | { readonly returned: true }): Promise<CrowdReport> {
		const reports = await Promise.all(
			this.#processes.map(async (child) => {
				child.send({ until });
				// Written by crowd-client.mjs, beside this file.
				const [report] = (await once(child, "message")) as [CrowdReport];
				return report;
			}),
		);
		return {
			events: sum(reports.map(({ events }) => events)),
			reconnects: sum(reports.map(({ reconnects }) => reconnects)),
			live: sum(reports.map(({ live }) => live)),
			wrong: reports.flatMap(({ wrong }) => wrong),
			returns: reports.flatMap(({ returns }) => returns),
			windows: [...new Set(reports.flatMap(({ windows }) => windows))],
		};
	}
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, one) => total + one, 0);
}
