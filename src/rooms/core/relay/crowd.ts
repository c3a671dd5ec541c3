import type { Member } from "../../../protocol/server-frames.ts";
import type { Report, Roll } from "./delivery.ts";

/** Users who are at some relay now and were at none, or are there with other data; and those who are at none any more. */
export interface CrowdChange {
	readonly arrived: readonly Member[];
	readonly gone: readonly string[];
}

interface Company {
	guests: number;
	readonly members: Map<string, Member>;
}

/** Who is at a channel's relays, as they tell it. In memory alone: after sleep the relays are asked again. */
export class Crowd {
	readonly #companies = new Map<string, Company>();
	/** At how many relays each user is. */
	readonly #users = new Map<string, number>();
	#guests = 0;

	get guests(): number {
		return this.#guests;
	}

	/** Whether a relay has told who is there. */
	knows(relay: string): boolean {
		return this.#companies.has(relay);
	}

	/** How many users a relay has told of. */
	usersAt(relay: string): number {
		return this.#companies.get(relay)?.members.size ?? 0;
	}

	has(user: string): boolean {
		return this.#users.has(user);
	}

	/** A relay tells in full who is there. */
	full(relay: string, { guests, members }: Roll): CrowdChange {
		const before = this.#companies.get(relay)?.members ?? new Map<string, Member>();
		const now = new Set(members.map(({ id }) => id));
		const left = [...before.keys()].filter((id) => !now.has(id));
		return this.change(relay, { guests, joined: members, left });
	}

	/** A relay tells what has changed. */
	change(relay: string, { guests, joined, left }: Pick<Report, "guests" | "joined" | "left">): CrowdChange {
		const company = this.#companies.get(relay) ?? { guests: 0, members: new Map<string, Member>() };
		this.#companies.set(relay, company);
		this.#guests += guests - company.guests;
		company.guests = guests;
		for (const member of joined) {
			if (!company.members.has(member.id)) this.#users.set(member.id, (this.#users.get(member.id) ?? 0) + 1);
			company.members.set(member.id, member);
		}
		return { arrived: joined, gone: left.filter((id) => this.#leave(company, id)) };
	}

	/** A relay is no longer there. */
	drop(relay: string): CrowdChange {
		const left = [...(this.#companies.get(relay)?.members.keys() ?? [])];
		const change = this.change(relay, { guests: 0, joined: [], left });
		this.#companies.delete(relay);
		return change;
	}

	/** Whether the user is at no relay now. */
	#leave(company: Company, id: string): boolean {
		// One that nobody has told of may have been there before the room slept: then it is news that it is gone.
		if (!company.members.delete(id)) return !this.#users.has(id);
		const left = (this.#users.get(id) ?? 1) - 1;
		if (left > 0) this.#users.set(id, left);
		else this.#users.delete(id);
		return left === 0;
	}
}
