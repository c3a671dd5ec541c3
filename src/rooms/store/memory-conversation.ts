import type { Person } from "../../protocol/chat/model.ts";
import type { Change } from "../core/chat/conversation/change.ts";
import type {
	Block,
	ConversationRecord,
	ConversationStore,
	Owed,
	StoredProgress,
} from "../core/chat/conversation/ports.ts";

/** What a conversation has beside its log, in memory, for tests: the same behaviour as on SQLite, held to it by one suite for both. */
export class MemoryConversation implements ConversationStore {
	readonly #members = new Map<string, Person>();
	readonly #changes = new Map<number, Change>();
	#record: ConversationRecord | undefined;
	#progress: StoredProgress = { told: 0, marks: {} };
	#blocks: Block[] = [];
	#owed: Owed[] = [];

	/** Nothing here fails in its midst. */
	atomically<T>(run: () => T): T {
		return run();
	}

	record(): ConversationRecord | undefined {
		return this.#record;
	}

	saveRecord(record: ConversationRecord): void {
		this.#record = record;
	}

	members(): Person[] {
		return [...this.#members.values()];
	}

	saveMember(person: Person): void {
		this.#members.set(person.id, person);
	}

	removeMember(user: string): void {
		this.#members.delete(user);
	}

	progress(): StoredProgress {
		return this.#progress;
	}

	saveProgress(progress: StoredProgress): void {
		this.#progress = progress;
	}

	blocks(): Block[] {
		return [...this.#blocks];
	}

	saveBlock({ by, user }: Block, on: boolean): void {
		this.#blocks = this.#blocks.filter((one) => one.by !== by || one.user !== user);
		if (on) this.#blocks.push({ by, user });
	}

	changes(from: number, to: number): ReadonlyMap<number, Change> {
		return new Map([...this.#changes].filter(([seq]) => seq >= from && seq <= to));
	}

	saveChange(seq: number, change: Change): void {
		this.#changes.set(seq, change);
	}

	forgetChanges(to: number): void {
		for (const seq of this.#changes.keys()) if (seq <= to) this.#changes.delete(seq);
	}

	owed(): Owed[] {
		return this.#owed.toSorted((one, other) => one.place - other.place);
	}

	owe(entries: readonly Owed[]): void {
		this.#owed.push(...entries);
	}

	settle(place: number): void {
		this.#owed = this.#owed.filter((entry) => entry.place !== place);
	}

	postpone(place: number, tries: number, nextAt: number): void {
		this.#owed = this.#owed.map((entry) => (entry.place === place ? { ...entry, tries, nextAt } : entry));
	}
}
