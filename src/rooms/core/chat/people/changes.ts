/**
 * Whom changes concerned, in the order of the last one of each: what a watcher is yet to be told is who changed since they
 * were told last. How they are now is looked up then, so that many changes of one person become one.
 */
export class Changes {
	readonly #last = new Map<string, number>();
	#version = 0;

	/** The number of the newest change. */
	get version(): number {
		return this.#version;
	}

	add(user: string): void {
		this.#last.delete(user);
		this.#last.set(user, ++this.#version);
	}

	since(version: number): string[] {
		return [...this.#last].flatMap(([user, at]) => (at > version ? [user] : []));
	}

	/** Everybody has been told of the changes up to a number. */
	forget(version: number): void {
		for (const [user, at] of this.#last) {
			if (at > version) return;
			this.#last.delete(user);
		}
	}
}
