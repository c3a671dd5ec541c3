import type { Member } from "../../protocol/server-frames.ts";
import type {
	MemberStore,
	OutboxEntry,
	OutboxStore,
	RelayStore,
	RoomStore,
	SanctionStore,
	StoredSanction,
} from "../core/ports.ts";
import type { RelaySeat } from "../core/relay/placement.ts";
import { MemoryLog } from "./memory-log.ts";

class MemoryMembers implements MemberStore {
	readonly #members = new Map<string, { member: Member; present: boolean }>();
	occupied = false;

	setOccupied(occupied: boolean): void {
		this.occupied = occupied;
	}

	present(): Member[] {
		return [...this.#members.values()].filter(({ present }) => present).map(({ member }) => member);
	}

	known(): string[] {
		return [...this.#members.keys()].toSorted();
	}

	know(member: Member): void {
		if (!this.#members.has(member.id)) this.#members.set(member.id, { member, present: false });
	}

	enter(member: Member): void {
		this.#members.set(member.id, { member, present: true });
	}

	leave(id: string): void {
		const found = this.#members.get(id);
		if (found !== undefined) found.present = false;
	}
}

class MemorySanctions implements SanctionStore {
	readonly #sanctions = new Map<string, StoredSanction>();

	load(nowMs: number): StoredSanction[] {
		return [...this.#sanctions.values()].filter(({ until }) => until > nowMs);
	}

	save(sanction: StoredSanction): void {
		this.#sanctions.set(JSON.stringify([sanction.kind, sanction.user]), sanction);
	}
}

class MemoryOutbox implements OutboxStore {
	#entries: OutboxEntry[] = [];

	first(): OutboxEntry | undefined {
		return this.#entries[0];
	}

	add(entry: OutboxEntry): void {
		this.#entries.push(entry);
	}

	postpone(id: string, tries: number, nextAt: number): void {
		this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, tries, nextAt } : entry));
	}

	remove(id: string): void {
		this.#entries = this.#entries.filter((entry) => entry.id !== id);
	}
}

class MemoryRelays implements RelayStore {
	readonly #seats = new Map<string, RelaySeat>();

	load(): RelaySeat[] {
		return [...this.#seats.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
	}

	save(seat: RelaySeat): void {
		this.#seats.set(seat.id, seat);
	}

	remove(id: string): void {
		this.#seats.delete(id);
	}
}

/** All that a room stores, in memory, for tests: the same behaviour as on SQLite, held to it by one suite for both. */
export function memoryStore(epoch?: string): RoomStore & { readonly log: MemoryLog } {
	return {
		log: new MemoryLog(epoch),
		members: new MemoryMembers(),
		sanctions: new MemorySanctions(),
		outbox: new MemoryOutbox(),
		relays: new MemoryRelays(),
	};
}
