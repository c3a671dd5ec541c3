import type { Member } from "../../protocol/server-frames.ts";

/** Who is there, as a page is shown it. */
export interface Shown {
	readonly count: number;
	readonly members: readonly Member[];
}

/** What makes a page that knows an earlier state know this one. */
export interface Changes {
	readonly joined?: Member[];
	readonly left?: string[];
	readonly count: number;
}

/**
 * What pages know of who is there. Most know what was told last; those that came since know what their welcome said.
 * One frame must be right for all of them, so it holds whatever at least one of them does not know.
 */
export class Told {
	/** Members that every page knows, each as every page knows it. */
	#certain = new Map<string, Member>();
	/** Those that some page shows. */
	#possible = new Set<string>();
	#counts = new Set([0]);

	/** Every page knows this now. */
	all({ count, members }: Shown): void {
		this.#certain = new Map(members.map((member) => [member.id, member]));
		this.#possible = new Set(this.#certain.keys());
		this.#counts = new Set([count]);
	}

	/** One more page knows this, and nothing else. */
	one({ count, members }: Shown): void {
		this.#certain = new Map(
			members.flatMap((member) => (this.#certain.get(member.id) === member ? [[member.id, member]] : [])),
		);
		for (const { id } of members) this.#possible.add(id);
		this.#counts.add(count);
	}

	/** Some page may show these: it was told of them when nobody here knew. */
	maybe(ids: readonly string[]): void {
		for (const id of ids) this.#possible.add(id);
	}

	/** What all pages must be told to know this, or `undefined` where they do. */
	changesTo({ count, members }: Shown): Changes | undefined {
		const there = new Set(members.map(({ id }) => id));
		const joined = members.filter((member) => this.#certain.get(member.id) !== member);
		const left = [...this.#possible].filter((id) => !there.has(id));
		const isCounted = this.#counts.size === 1 && this.#counts.has(count);
		if (joined.length + left.length === 0 && isCounted) return undefined;
		return { ...(joined.length > 0 && { joined }), ...(left.length > 0 && { left }), count };
	}
}
