import { type Reader, userIdOf } from "./reader.ts";

/** Who reads the channel at this moment. Rebuilt from the sockets after sleep. */
export class Roster {
	readonly #readers = new Set<Reader>();
	readonly #byUser = new Map<string, Set<Reader>>();
	#guests = 0;

	get size(): number {
		return this.#readers.size;
	}

	/** How many of them have no user. */
	get guests(): number {
		return this.#guests;
	}

	/** How many users they are, guests aside. */
	get users(): number {
		return this.#byUser.size;
	}

	add(reader: Reader): void {
		if (this.#readers.has(reader)) return;
		this.#readers.add(reader);
		const id = userIdOf(reader);
		if (id === undefined) {
			this.#guests += 1;
			return;
		}
		const own = this.#byUser.get(id);
		if (own === undefined) this.#byUser.set(id, new Set([reader]));
		else own.add(reader);
	}

	has(reader: Reader): boolean {
		return this.#readers.has(reader);
	}

	/** Whether the reader was there. */
	remove(reader: Reader): boolean {
		const id = userIdOf(reader);
		const own = id === undefined ? undefined : this.#byUser.get(id);
		own?.delete(reader);
		if (id !== undefined && own?.size === 0) this.#byUser.delete(id);
		const wasThere = this.#readers.delete(reader);
		if (wasThere && id === undefined) this.#guests -= 1;
		return wasThere;
	}

	[Symbol.iterator](): IterableIterator<Reader> {
		return this.#readers[Symbol.iterator]();
	}

	ofUser(id: string): ReadonlySet<Reader> {
		return this.#byUser.get(id) ?? new Set();
	}

	/** How many readers a message reaches, without those of the excluded users and without its author's own socket. */
	recipients(exclude: readonly string[] | undefined, own: Reader | undefined): number {
		let count = this.#readers.size;
		for (const id of new Set(exclude)) count -= this.ofUser(id).size;
		const ownId = own && userIdOf(own);
		const counted = own !== undefined && this.#readers.has(own) && !(ownId !== undefined && exclude?.includes(ownId));
		return counted ? count - 1 : count;
	}
}
