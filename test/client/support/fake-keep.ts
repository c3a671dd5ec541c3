import type { Keep, KeepChange, Kept } from "../../../src/client/keep/types.ts";
import { hasRoom } from "../../../src/client/keep/limits.ts";

/** A browser's storage in memory, for several pages. */
export class FakeStorage {
	readonly spaces = new Map<string, Map<string, Kept>>();
	/** Whether the browser forbids it. */
	isForbidden = false;
	readonly #listeners = new Set<{ space: string; by: object; run: (change: KeepChange) => void }>();
	readonly #locks = new Map<string, Promise<unknown>>();

	/** Everything that is kept, of all users. */
	get all(): Kept[] {
		return [...this.spaces.values()].flatMap((space) => [...space.values()]);
	}

	#of(space: string): Map<string, Kept> {
		const known = this.spaces.get(space) ?? new Map<string, Kept>();
		this.spaces.set(space, known);
		return known;
	}

	#tell(space: string, by: object, change: KeepChange): void {
		for (const one of this.#listeners) if (one.space === space && one.by !== by) one.run(change);
	}

	/** The storage, as one page has it. */
	page(): Keep {
		const by = {};
		return {
			all: async (space) => (this.isForbidden ? [] : [...this.#of(space).values()].map((one) => structuredClone(one))),
			put: async (space, kept) => {
				const there = this.#of(space);
				if (this.isForbidden || !hasRoom([...there.values()], kept)) return false;
				there.set(kept.id, structuredClone(kept));
				this.#tell(space, by, kept.state === "waiting" ? "new" : "other");
				return true;
			},
			remove: async (space, id) => {
				this.#of(space).delete(id);
				this.#tell(space, by, "other");
			},
			alone: async (name, run) => {
				const before = this.#locks.get(name) ?? Promise.resolve();
				const now = before.then(run);
				this.#locks.set(
					name,
					now.catch(() => undefined),
				);
				return now;
			},
			onChange: (space, run) => {
				const listener = { space, by, run };
				this.#listeners.add(listener);
				return () => this.#listeners.delete(listener);
			},
		};
	}
}
