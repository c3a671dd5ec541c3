import type { Person } from "./entry.ts";

/** How often it is said that the user writes, in milliseconds. */
const SAY_EVERY_MS = 2_500;
/** How long somebody is shown as writing after they were last heard of. */
const SHOWN_MS = 4_500;

/** Who is writing: what others say of themselves, until it grows old. */
export class Typists {
	readonly #changed: () => void;
	readonly #people = new Map<string, { readonly person: Person; readonly timer: ReturnType<typeof setTimeout> }>();
	#saidAt = Number.NEGATIVE_INFINITY;

	/** @param changed is called when somebody begins or ends */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	get names(): string[] {
		return [...this.#people.values()].map(({ person }) => person.name);
	}

	heard(person: Person): void {
		clearTimeout(this.#people.get(person.id)?.timer);
		this.#people.set(person.id, { person, timer: setTimeout(() => this.ended(person.id), SHOWN_MS) });
		this.#changed();
	}

	/** What they were writing has come, or does not come any more. */
	ended(id: string): void {
		clearTimeout(this.#people.get(id)?.timer);
		if (this.#people.delete(id)) this.#changed();
	}

	/** Whether it is to be said that the user writes. @param now in milliseconds */
	isDue(now: number): boolean {
		if (now - this.#saidAt < SAY_EVERY_MS) return false;
		this.#saidAt = now;
		return true;
	}

	/** The user has sent what they wrote: the next letter is news again. */
	sent(): void {
		this.#saidAt = Number.NEGATIVE_INFINITY;
	}

	stop(): void {
		for (const { timer } of this.#people.values()) clearTimeout(timer);
		this.#people.clear();
	}
}
