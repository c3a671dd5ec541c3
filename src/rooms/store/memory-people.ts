import type { Lease, PeopleStore, Present } from "../core/chat/people/ports.ts";

/** What a group of people stores, in memory, for tests: the same behaviour as on SQLite, held to it by one suite for both. */
export class MemoryPeople implements PeopleStore {
	readonly #people = new Map<string, Present>();
	readonly #leases = new Map<string, Lease>();
	/** How many rows were written. */
	written = 0;

	people(): Present[] {
		return [...this.#people.values()];
	}

	enter(present: Present): void {
		this.written++;
		this.#people.set(present.member.id, present);
	}

	leave(user: string): void {
		this.written++;
		this.#people.delete(user);
	}

	leases(): Lease[] {
		return [...this.#leases.values()];
	}

	lease(lease: Lease): void {
		this.written++;
		this.#leases.set(lease.user, lease);
	}

	endLease(user: string): void {
		this.written++;
		this.#leases.delete(user);
	}
}
