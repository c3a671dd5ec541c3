import { post } from "../backend.ts";
import { visitor } from "../memory.ts";

/** A channel of this page's own. */
export interface TestSession {
	readonly hash: string;
	/** Answers another ticket with each call. */
	readonly ticket: () => Promise<string>;
	/** What to add to this machine's clock to have the server's, in milliseconds. */
	readonly offset: number;
}

interface Said {
	readonly hash: string;
	readonly ticket: string;
	readonly now: number;
}

export async function openSession(): Promise<TestSession> {
	const asked = Date.now();
	const said = await post<Said>("/demo/test/session", { visitor: visitor() });
	const { hash } = said;
	let first: string | undefined = said.ticket;
	const ticket = async (): Promise<string> => {
		const known = first;
		first = undefined;
		return known ?? (await post<Said>("/demo/test/session", { hash, visitor: visitor() })).ticket;
	};
	return { hash, ticket, offset: offsetOf(asked, said.now, Date.now()) };
}

/** On one machine, or with clocks that agree, nothing is better than a guess: what the guess may be off by is more. */
function offsetOf(asked: number, said: number, answered: number): number {
	const offset = said - (asked + answered) / 2;
	return Math.abs(offset) > answered - asked ? offset : 0;
}
