import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import type { ChatMessage, Mark, Person, Summary } from "./types.ts";

/** How many are asked for by their ids; where more are wanted, all members are. */
const MOST_BY_ID = 50;

/** What is known of those whom a conversation mentions. */
export interface NamesState {
	readonly names: readonly Person[];
	readonly former: readonly string[];
}

/**
 * How those are called whom marks and reactions of one conversation mention by their ids. The summary of a large group
 * lists some of its members only; the others are asked for, once and together.
 */
export class Names {
	readonly #desk: Desk;
	readonly #conversation: string;
	readonly #changed: (state: NamesState) => void;
	readonly #errands: Errands;
	readonly #errand = { run: () => this.#ask(), fail: () => undefined };
	readonly #known = new Map<string, Person>();
	/** Mentioned, and no members any more. */
	readonly #former = new Set<string>();
	/** Those of whom it is known whether they are members. */
	readonly #settled = new Set<string>();
	#mentioned: readonly string[] = [];
	#summary: Summary | undefined;

	/** @param changed runs when more is known */
	constructor(desk: Desk, conversation: string, changed: (state: NamesState) => void) {
		this.#desk = desk;
		this.#conversation = conversation;
		this.#changed = changed;
		this.#errands = new Errands(desk, true);
	}

	/** Somebody has just been named by what they do. */
	heard(person: Person | undefined): void {
		if (!person || this.#desk.isMe(person)) return;
		this.#settle(person.id, person);
		this.#tell();
	}

	/** Asks for those that are mentioned now and not known yet. */
	want(summary: Summary | undefined, messages: readonly ChatMessage[], marks: readonly Mark[]): void {
		this.#summary = summary;
		this.#mentioned = mentionedIn(messages, marks);
		for (const { from } of messages) if (from && !this.#known.has(from.id)) this.#known.set(from.id, from);
		if (summary && summary.members.length >= summary.size) for (const id of this.#missing) this.#settle(id);
		this.#tell();
		if (summary && this.#missing.length > 0) this.#errands.add(this.#errand);
	}

	/** Who is there, and how they are called, may be different by now. What is known is shown until more is. */
	refresh(): void {
		this.#settled.clear();
	}

	get #missing(): string[] {
		const listed = new Set(this.#summary?.members.map(({ id }) => id));
		return this.#mentioned.filter((id) => !listed.has(id) && !this.#settled.has(id));
	}

	async #ask(): Promise<void> {
		for (let missing, isFirst = true; (missing = this.#missing).length > 0; isFirst = false) {
			const asked =
				isFirst && missing.length > MOST_BY_ID
					? { limit: CHAT_LIMITS.peoplePage }
					: { users: missing.slice(0, MOST_BY_ID) };
			const answer = await this.#desk.ask("members", { conversation: this.#conversation, ...asked });
			const found = new Map(answer.people?.map((one) => [one.id, one]));
			for (const [id, one] of found) this.#settle(id, one);
			// Who is not among the first of all may be further down.
			const settled = asked.users ?? (answer.next === undefined ? missing : []);
			for (const id of settled) if (!found.has(id)) this.#settle(id);
			this.#tell();
		}
	}

	/** Somebody is a member, or is none. */
	#settle(id: string, person?: Person): void {
		this.#settled.add(id);
		if (person) this.#known.set(id, person);
		if (person) this.#former.delete(id);
		else this.#former.add(id);
	}

	#tell(): void {
		// What somebody wrote here names them, whether they are still there or not.
		const former = [...this.#former].filter((id) => !this.#known.has(id));
		this.#changed({ names: [...this.#known.values()], former });
	}
}

function mentionedIn(messages: readonly ChatMessage[], marks: readonly Mark[]): string[] {
	const reacted = messages.flatMap(({ reactions = [] }) => reactions.flatMap(({ users }) => users));
	return [...new Set([...marks.map(({ user }) => user), ...reacted])];
}
