import type { Member } from "../../protocol/server-frames.ts";

/**
 * The members who are there, in the order of their ids. In a channel with more members than a page is shown, all pages
 * are shown the same ones: the first by id. That is a rule and not a memory, so a room that slept shows the same again,
 * and the larger the channel the rarer a newcomer is among them.
 */
export class MemberList {
	readonly #members = new Map<string, Member>();
	readonly #ids: string[] = [];

	get size(): number {
		return this.#members.size;
	}

	has(id: string): boolean {
		return this.#members.has(id);
	}

	get(id: string): Member | undefined {
		return this.#members.get(id);
	}

	/** Adds a member, or takes over what has changed of one. */
	set(member: Member): void {
		if (!this.#members.has(member.id)) this.#ids.splice(this.#placeOf(member.id), 0, member.id);
		this.#members.set(member.id, member);
	}

	delete(id: string): void {
		if (this.#members.delete(id)) this.#ids.splice(this.#placeOf(id), 1);
	}

	/** The first `limit` members. */
	first(limit: number): Member[] {
		return this.#ids.slice(0, limit).flatMap((id) => this.#members.get(id) ?? []);
	}

	/** Where an id stands, or would stand. */
	#placeOf(id: string): number {
		let low = 0;
		let high = this.#ids.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#ids[middle] ?? "") < id) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
