import type { Member } from "../../protocol/server-frames.ts";
import type { MemberStore } from "./ports.ts";

/**
 * Members where nobody outside is told of their coming and going: written once each, as known to the channel. Who is
 * there at the moment lies with the sockets, which is where it is found again after sleep, and a crash ends them all.
 */
export class MemberNotes implements MemberStore {
	readonly #store: MemberStore;
	#occupied = false;

	constructor(store: MemberStore) {
		this.#store = store;
	}

	get occupied(): boolean {
		return this.#occupied;
	}

	setOccupied(occupied: boolean): void {
		this.#occupied = occupied;
	}

	present(): Member[] {
		return [];
	}

	known(): string[] {
		return this.#store.known();
	}

	know(member: Member): void {
		this.#store.know(member);
	}

	enter(member: Member): void {
		this.#store.know(member);
	}

	leave(): void {
		// Nothing says that they were there.
	}
}
