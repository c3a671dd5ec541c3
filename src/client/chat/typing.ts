import { TYPING_EVERY_MS, TYPING_MS } from "../../protocol/chat/limits.ts";
import type { Desk } from "./desk.ts";
import type { Timer } from "./timer.ts";
import type { Person } from "./types.ts";

interface Typist {
	readonly person: Person;
	/** By the clock that never goes back. */
	readonly until: number;
}

/** Who is typing in a conversation: others for as long as they were seen to lately, the user itself as it is told. */
export class Typing {
	readonly #desk: Desk;
	readonly #conversation: string;
	readonly #changed: (typing: readonly Person[]) => void;
	readonly #timer: Timer;
	#typists: readonly Typist[] = [];
	/** When it may be told again that the user is typing. */
	#next = Number.NEGATIVE_INFINITY;

	constructor(desk: Desk, conversation: string, changed: (typing: readonly Person[]) => void) {
		this.#desk = desk;
		this.#conversation = conversation;
		this.#changed = changed;
		this.#timer = desk.timer();
	}

	/** The user is typing. Nothing is lost where it cannot be told. */
	tell(): void {
		const now = this.#desk.environment.monotonic();
		if (now < this.#next || !this.#desk.isLive) return;
		this.#next = now + TYPING_EVERY_MS;
		this.#desk.ask("typing", { conversation: this.#conversation }).catch(() => undefined);
	}

	/** The user has sent what they typed: the next key is told at once. */
	sent(): void {
		this.#next = Number.NEGATIVE_INFINITY;
	}

	heard(person: Person): void {
		if (this.#desk.isMe(person)) return;
		const known = this.#typists.find((one) => one.person.id === person.id);
		const typist = { person, until: this.#desk.environment.monotonic() + TYPING_MS };
		this.#set(known ? this.#typists.map((one) => (one === known ? typist : one)) : [...this.#typists, typist]);
	}

	/** They are typing no more: their message is here. */
	stop(user: string | undefined): void {
		this.#set(this.#typists.filter(({ person }) => person.id !== user));
	}

	/** Nobody is typing any more. */
	clear(): void {
		this.#set([]);
	}

	#set(typists: readonly Typist[]): void {
		this.#typists = typists;
		this.#changed(typists.map(({ person }) => person));
		if (typists.length === 0) return this.#timer.clear();
		const { monotonic } = this.#desk.environment;
		const wait = Math.min(...typists.map(({ until }) => until)) - monotonic();
		return this.#timer.set(wait, () => this.#set(this.#typists.filter(({ until }) => until > monotonic())));
	}
}
