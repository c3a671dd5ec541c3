import type { Member } from "../../../protocol/server-frames.ts";
import { memberOf } from "../member-of.ts";
import type { Reader } from "../reader.ts";
import { userIdOf } from "../reader.ts";
import type { Roster } from "../roster.ts";
import type { Report, Roll } from "./delivery.ts";

/** Who is at a relay, and what of it the room has been told. */
export class RollBook {
	readonly #roster: Roster;
	/** Users who came or whose data changed, and users who left, since the last report. */
	#joined = new Map<string, Member>();
	#left = new Set<string>();
	#toldSockets = 0;

	constructor(roster: Roster) {
		this.#roster = roster;
	}

	/** Whether anything has changed since the last report. */
	get hasNews(): boolean {
		return this.#joined.size + this.#left.size > 0 || this.#roster.size !== this.#toldSockets;
	}

	/** A reader has come, or what is shown of one has changed. */
	changed(reader: Reader): void {
		const id = userIdOf(reader);
		if (id === undefined) return;
		this.#joined.set(id, memberOf(reader, this.#joined.get(id)));
		this.#left.delete(id);
	}

	/** A reader has gone; call after it is out of the roster. */
	gone(reader: Reader): void {
		const id = userIdOf(reader);
		if (id === undefined || this.#roster.ofUser(id).size > 0) return;
		this.#joined.delete(id);
		this.#left.add(id);
	}

	/** Everybody, as if nothing had been told before. */
	full(): Roll {
		this.#joined = new Map();
		this.#left = new Set();
		const members = new Map<string, Member>();
		let guests = 0;
		for (const reader of this.#roster) {
			const id = userIdOf(reader);
			if (id === undefined) guests += 1;
			else members.set(id, memberOf(reader, members.get(id)));
		}
		this.#toldSockets = this.#roster.size;
		return { sockets: this.#roster.size, guests, members: [...members.values()] };
	}

	/** What has changed since the last report. */
	changes(): Report {
		const report = {
			sockets: this.#roster.size,
			guests: this.#roster.guests,
			users: this.#roster.users,
			joined: [...this.#joined.values()],
			left: [...this.#left],
		};
		this.#joined = new Map();
		this.#left = new Set();
		this.#toldSockets = report.sockets;
		return report;
	}
}
