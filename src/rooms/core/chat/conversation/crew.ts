import { type Conversation, type Person } from "../../../../protocol/chat/model.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { ConversationRecord, ConversationStore } from "./ports.ts";

/** What a conversation is, and who is in it. */
export class Crew {
	readonly #store: ConversationStore;
	readonly #members: Map<string, Person>;
	#record: ConversationRecord | undefined;
	/** Grows with each change of who is there, and of how they are called. */
	version = 0;

	constructor(store: ConversationStore) {
		this.#store = store;
		this.#record = store.record();
		this.#members = new Map(store.members().map((person) => [person.id, person]));
	}

	/** Whether it has begun. */
	get begun(): boolean {
		return this.#record !== undefined;
	}

	/** @throws FaultError `not_found` before it has begun */
	get record(): ConversationRecord {
		if (this.#record === undefined) throw new FaultError("not_found", "There is no such conversation.");
		return this.#record;
	}

	get size(): number {
		return this.#members.size;
	}

	get users(): string[] {
		return [...this.#members.keys()];
	}

	has(user: string): boolean {
		return this.#members.has(user);
	}

	/** A member, as they were called last. */
	get(user: string): Person | undefined {
		return this.#members.get(user);
	}

	get people(): Person[] {
		return [...this.#members.values()];
	}

	/** Those whom a summary lists. */
	get shown(): Person[] {
		return [...this.#members.values()].slice(0, CHAT_LIMITS.shownMembers);
	}

	save(record: ConversationRecord): void {
		this.#store.saveRecord(record);
		this.#record = record;
	}

	/**
	 * Takes people in, or what they are called now. Writes where that is news. Returns whether a member has another name.
	 *
	 * @throws FaultError `too_large`
	 */
	take(people: readonly Person[]): boolean {
		const unlike = people.filter((person) => !isSame(this.#members.get(person.id), person));
		const size = new Set([...this.users, ...unlike.map(({ id }) => id)]).size;
		if (size > CHAT_LIMITS.members)
			throw new FaultError("too_large", `A conversation has at most ${CHAT_LIMITS.members} members.`);
		const isRenamed = unlike.some(({ id, name }) => this.has(id) && this.get(id)?.name !== name);
		for (const person of unlike) {
			this.#store.saveMember(person);
			this.#members.set(person.id, person);
			this.version++;
		}
		return isRenamed;
	}

	remove(user: string): void {
		if (!this.#members.delete(user)) return;
		this.#store.removeMember(user);
		this.version++;
	}

	/** As its members know it, without its last message; `unread` and `muted` are each member's own. */
	summary(id: string): Omit<Conversation, "last"> {
		const { kind, name, at, closed } = this.record;
		const whole = { id, kind, members: this.shown, size: this.size, at, unread: 0, muted: false, closed };
		return name === undefined ? whole : { ...whole, name };
	}
}

function isSame(known: Person | undefined, person: Person): boolean {
	// Both were made by the same decoder, so that their fields stand in one order.
	return known !== undefined && JSON.stringify(known) === JSON.stringify(person);
}
