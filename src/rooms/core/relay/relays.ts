import type { AreaRules } from "../../../config/rules.ts";
import type { Flush } from "../fanout.ts";
import type { RelayStore, RoomHost } from "../ports.ts";
import { Crowd, type CrowdChange } from "./crowd.ts";
import type { Delivered, Enrolment, Noted, Order, RelayPort, Report, Roll, Standing } from "./delivery.ts";
import { Link } from "./link.ts";
import {
	FAN_IN,
	openRelays,
	orphans,
	type PlacementLimits,
	type RelaySeat,
	relaysToAdd,
	relaysToDismiss,
} from "./placement.ts";

/** Reports of all relays together come no faster than one in this many milliseconds, and of one no faster than the second. */
const MS_PER_REPORT = 10;
const LEAST_PACE_MS = 1_000;
/** How long relays may take to tell who is there. */
const SETTLE_MS = 5_000;
/**
 * A relay that nobody is at goes after this, which is longer than it may take to report its first reader, and one that has
 * not been heard of goes after the second.
 */
const UNUSED_MS = 300_000;
const UNHEARD_MS = 600_000;
/** What a number of sockets must change by to be written down: it is told again after sleep. */
const NOTED_SHARE = 0.1;

export interface RelaysParts {
	readonly host: RoomHost;
	readonly rules: Pick<AreaRules, "roomSockets" | "relaySockets">;
	readonly store: RelayStore;
	/** Missing where the deployment has no relays. */
	readonly port: RelayPort | undefined;
	readonly standing: () => Standing;
	/** Users came to relays, or left them. */
	readonly onCrowd: (change: CrowdChange) => void;
}

/** A channel's relays, as its room keeps them: where readers go, what each relay is told, and who is there. */
export class Relays {
	readonly #parts: RelaysParts;
	readonly #limits: PlacementLimits;
	readonly #crowd = new Crowd();
	readonly #seats = new Map<string, RelaySeat>();
	readonly #heardAt = new Map<string, number>();
	/** Those that were placed and have not enrolled since: nobody is there whom the room would have to ask about. */
	readonly #fresh = new Set<string>();
	readonly #links = new Map<string, Link>();
	#children = new Map<string | undefined, string[]>();
	#sockets = 0;
	#settling: (() => void)[] = [];
	#cancelSettling: (() => void) | undefined;

	constructor(parts: RelaysParts) {
		this.#parts = parts;
		this.#limits = { ...parts.rules, fanIn: parts.port?.fanIn ?? FAN_IN };
		const now = parts.host.now();
		for (const seat of parts.store.load()) {
			this.#seats.set(seat.id, seat);
			this.#heardAt.set(seat.id, now);
		}
		this.#rearrange();
	}

	/** How many relays there are. */
	get size(): number {
		return this.#seats.size;
	}

	/** How many sockets they hold, as far as is known. */
	get sockets(): number {
		return this.#sockets;
	}

	/** How many the fullest of them holds. */
	get largest(): number {
		return Math.max(0, ...[...this.#seats.values()].map(({ sockets }) => sockets));
	}

	/** Guests' connections at relays. */
	get guests(): number {
		return this.#crowd.guests;
	}

	/** Whether a user is at a relay. */
	has(user: string): boolean {
		return this.#crowd.has(user);
	}

	/** Whether all relays have told who is there. */
	get settled(): boolean {
		return [...this.#seats.keys()].every((id) => this.#fresh.has(id) || this.#crowd.knows(id));
	}

	/** Has the relays tell who is there, and runs `done` when all have, or have had their time. */
	settle(done: () => void): void {
		this.#settling.push(done);
		if (this.#settling.length > 1) return;
		this.#cancelSettling = this.#parts.host.after(SETTLE_MS, () => this.#settledNow());
		for (const link of this.#firstLevel()) link.askRoll();
	}

	/** Whether a reader who comes now goes to a relay. */
	takes(inRoom: number): boolean {
		return this.#parts.port !== undefined && inRoom >= this.#limits.roomSockets;
	}

	/**
	 * The relays of a region that have a place; a Worker spreads readers over them.
	 *
	 * @param full one that has just turned out to have none
	 */
	place(region: string, full?: string): string[] {
		const seat = full === undefined ? undefined : this.#seats.get(full);
		if (seat !== undefined && seat.sockets < this.#limits.relaySockets)
			this.#save({ ...seat, sockets: this.#limits.relaySockets });
		for (const added of relaysToAdd([...this.#seats.values()], region, this.#limits)) {
			this.#save(added);
			this.#heardAt.set(added.id, this.#parts.host.now());
			this.#fresh.add(added.id);
		}
		return openRelays(this.#seats.values(), region, this.#limits).map(({ id }) => id);
	}

	/** A relay begins its life, or tells in full who is there. Answers whether it is wanted, and was before. */
	enrol(id: string, roll: Roll): Pick<Enrolment, "seated" | "wasKnown"> {
		const known = this.#seats.get(id);
		if (known === undefined && roll.sockets === 0) return { seated: false, wasKnown: false };
		this.#hear(known ?? seatOf(id), roll.sockets);
		// It asks because somebody is at its door, whom it will tell of with its next report.
		this.#heardAt.set(id, this.#parts.host.now());
		this.#parts.onCrowd(this.#crowd.full(id, roll));
		if (this.#settling.length > 0 && this.settled) this.#settledNow();
		// One that was placed anew may have readers from before it was let go.
		return { seated: true, wasKnown: !this.#fresh.delete(id) && known !== undefined };
	}

	/** A relay tells what has changed. */
	report(id: string, report: Report): Noted {
		const seat = this.#seats.get(id);
		const isKnown = seat !== undefined && this.#crowd.knows(id);
		if (seat !== undefined) this.#hear(seat, report.sockets);
		if (isKnown) this.#parts.onCrowd(this.#crowd.change(id, report));
		else this.#parts.onCrowd({ arrived: [], gone: report.left });
		// It differs where something of the relay's last life came later than what its present one told.
		const known = isKnown && this.#crowd.usersAt(id) === report.users;
		if (report.sockets === 0) this.#remove(id);
		return { known, ...this.#parts.standing() };
	}

	/** Passes a flush on to all. */
	flush(flush: Flush): void {
		for (const link of this.#firstLevel()) link.flush(flush);
	}

	/** Has all relays do something. */
	order(order: Order): void {
		for (const link of this.#firstLevel()) link.order(order);
	}

	/** Has all find out what they missed: the room went down, and cannot know what it had passed on, nor which orders. */
	sync(): void {
		for (const id of this.#children.get(undefined) ?? []) this.#resync(id);
	}

	/** Lets go of relays that nobody needs any more; their readers come back, spread over a while. */
	cool(inRoom: number): void {
		const now = this.#parts.host.now();
		for (const { id, sockets } of this.#seats.values()) {
			const silentMs = now - (this.#heardAt.get(id) ?? 0);
			if (silentMs <= (sockets === 0 ? UNUSED_MS : UNHEARD_MS)) continue;
			this.#links.get(id)?.stop();
			this.#remove(id);
		}
		const dismissed = relaysToDismiss([...this.#seats.values()], inRoom, this.#limits);
		for (const { id, sockets } of dismissed) {
			this.#link(id).order({ kind: "end", code: "restarting", reason: JSON.stringify({ within: spreadMs(sockets) }) });
			this.#remove(id);
		}
	}

	/** How often a relay may report, in milliseconds. */
	get paceMs(): number {
		return Math.max(LEAST_PACE_MS, this.#seats.size * MS_PER_REPORT);
	}

	stop(): void {
		for (const link of this.#links.values()) link.stop();
	}

	*#firstLevel(): Iterable<Link> {
		for (const id of this.#children.get(undefined) ?? []) yield this.#link(id);
	}

	#link(id: string): Link {
		const found = this.#links.get(id);
		if (found !== undefined) return found;
		const { host, standing } = this.#parts;
		const circumstances = () => {
			const { epoch, floor } = standing();
			return { epoch, floor, children: this.#children.get(id) ?? [], paceMs: this.paceMs };
		};
		const port = this.#parts.port ?? { deliver: async () => ({ sockets: 0 }) };
		const onDelivered = (delivered: Delivered) => this.#delivered(id, delivered);
		const link = new Link({ id, port, host, circumstances, onDelivered }, standing().head);
		this.#links.set(id, link);
		return link;
	}

	#delivered(id: string, { sockets }: Delivered): void {
		const seat = this.#seats.get(id);
		if (seat !== undefined) this.#hear(seat, sockets);
	}

	#hear(seat: RelaySeat, sockets: number): void {
		const isNew = !this.#seats.has(seat.id);
		// One without readers answers too; what counts is since when it has had none.
		if (isNew || sockets > 0 || seat.sockets > 0) this.#heardAt.set(seat.id, this.#parts.host.now());
		if (!isNew && seat.sockets === sockets) return;
		const little = Math.abs(sockets - seat.sockets) <= NOTED_SHARE * seat.sockets;
		if (!isNew && little && sockets > 0) this.#keep({ ...seat, sockets });
		else this.#save({ ...seat, sockets });
	}

	#save(seat: RelaySeat): void {
		this.#parts.store.save(seat);
		const isMoved = this.#seats.get(seat.id)?.parent !== seat.parent || !this.#seats.has(seat.id);
		this.#keep(seat);
		if (isMoved) this.#rearrange();
	}

	#keep(seat: RelaySeat): void {
		this.#sockets += seat.sockets - (this.#seats.get(seat.id)?.sockets ?? 0);
		this.#seats.set(seat.id, seat);
	}

	#remove(id: string): void {
		const seat = this.#seats.get(id);
		if (seat === undefined) return;
		this.#sockets -= seat.sockets;
		this.#seats.delete(id);
		this.#heardAt.delete(id);
		this.#fresh.delete(id);
		// It goes on by itself until the relay has its last orders.
		this.#links.delete(id);
		this.#parts.store.remove(id);
		this.#parts.onCrowd(this.#crowd.drop(id));
		const moved = orphans([...this.#seats.values()], this.#limits);
		for (const orphan of moved) this.#save(orphan);
		this.#rearrange();
		// What their parent did not get, or did not pass on any more, it passes on to nobody.
		for (const orphan of moved) this.#resync(orphan.id);
	}

	#resync(id: string): void {
		const link = this.#link(id);
		link.forget();
		link.sync();
	}

	#rearrange(): void {
		this.#children = new Map();
		this.#sockets = 0;
		for (const { id, parent, sockets } of this.#seats.values()) {
			this.#sockets += sockets;
			const siblings = this.#children.get(parent);
			if (siblings === undefined) this.#children.set(parent, [id]);
			else siblings.push(id);
		}
	}

	#settledNow(): void {
		this.#cancelSettling?.();
		const waiting = this.#settling;
		this.#settling = [];
		// One that has not told by now is taken for empty; when it does tell, that is what counts.
		for (const id of this.#seats.keys())
			if (!this.#fresh.has(id) && !this.#crowd.knows(id)) this.#crowd.full(id, { sockets: 0, guests: 0, members: [] });
		for (const done of waiting) done();
	}
}

/** A relay that the room no longer knew, and that readers are at all the same. */
function seatOf(id: string): RelaySeat {
	return { id, region: id.slice(0, id.lastIndexOf(".")), sockets: 0 };
}

const MS_PER_RETURN = 4;
const LEAST_SPREAD_MS = 2_000;
const MOST_SPREAD_MS = 60_000;

/** Over how long readers who are sent away come back, in milliseconds: so many a second are no herd. */
export function spreadMs(readers: number): number {
	return Math.min(MOST_SPREAD_MS, Math.max(LEAST_SPREAD_MS, readers * MS_PER_RETURN));
}
