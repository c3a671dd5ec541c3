import type { Channel } from "../client.ts";
import { randomId } from "../memory.ts";

/** What came of a series of calls. */
export interface Calls {
	readonly expected: number;
	/** Milliseconds from asking to the right answer. */
	readonly latencies: number[];
	/** Why the first one that failed did so. */
	failure?: string;
	/** Whether an error of the origin's arrives with its message; `undefined` before it was tried. */
	errorArrives?: boolean;
}

/** Asks the backend so often, one question after another, and once for an error. */
export async function makeCalls(channel: Channel, calls: Calls): Promise<void> {
	for (let index = 0; index < calls.expected; index++) {
		try {
			calls.latencies.push(await call(channel, randomId()));
		} catch (error) {
			calls.failure ??= messageOf(error);
		}
	}
	calls.errorArrives = await failsAsWished(channel);
}

async function call(channel: Channel, question: string): Promise<number> {
	const begun = performance.now();
	const answer = await channel.call({ question }, { component: "test" });
	const took = performance.now() - begun;
	const echo = typeof answer === "object" && answer !== null && "echo" in answer ? answer.echo : undefined;
	if (JSON.stringify(echo) !== JSON.stringify({ question })) throw new Error("The answer is not that of this call.");
	return took;
}

async function failsAsWished(channel: Channel): Promise<boolean> {
	const fail = `As wished: ${randomId().slice(0, 8)}.`;
	try {
		await channel.call({ fail });
		return false;
	} catch (error) {
		return messageOf(error) === fail;
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : "It failed.";
}
