import { Relays } from "../../src/rooms/core/relay/relays.ts";
import { settled } from "./clock.mjs";
import { OWN } from "./costs.mjs";
import { Isolates } from "./isolates.mjs";
import { seeded } from "./random.mjs";
import { Schedule } from "./schedule.mjs";

/** @typedef {import("../../src/rooms/core/relay/placement.ts").RelaySeat} RelaySeat */
/** @typedef {import("../../src/door/directions.ts").Directions} Directions */

/**
 * @typedef {object} Herd
 * @property {number} readers
 * @property {number} seconds over which they come, evenly
 * @property {"count" | "off"} presence whether pages are told how many are there
 * @property {{ readonly roomSockets: number, readonly relaySockets: number }} limits
 *
 * @typedef {object} Placed
 * @property {readonly RelaySeat[]} seats each with the sockets that it really holds
 * @property {number} inRoom
 * @property {number} asks requests to the room that it could not take itself
 * @property {number} detours readers sent on by a full relay, each time counted
 * @property {number} lost readers who gave up for now
 * @property {number} busiestSecond the room's requests in the second that had most: readers, asks, enrolments, reports
 * @property {number} reports
 * @property {number} rows that the room wrote
 * @property {number} paceMs how often a relay may report, in the end
 * @property {number} roomMs what the room's own decisions took here, all of them together
 */

/** How often pages are told how many are there, where that changes all the time. */
const TOLD_MS = 2_000;
/** For so long after the last reader has come, some are still on their way. */
const LATE_MS = 10_000;

/**
 * Readers come to a channel that had none, each through one of many isolates that remember for a while where there was
 * room. What the room decides is decided by the room's own class.
 *
 * @param {Herd} herd
 * @returns {Promise<Placed>}
 */
export async function placeHerd(herd) {
	const channel = new Channel(herd);
	const isolates = new Isolates(seeded(herd.readers));
	let told = 0;
	for (let reader = 0; reader < herd.readers; reader++) {
		const now = Math.round((reader / herd.readers) * herd.seconds * 1000);
		for (; herd.presence === "count" && told <= now; told += TOLD_MS) {
			channel.schedule.advance(told);
			await channel.tell();
		}
		channel.schedule.advance(now);
		isolates.send(channel);
	}
	channel.schedule.drain(LATE_MS);
	return channel.result();
}

/**
 * @typedef {object} Holder a relay that is nothing but numbers
 * @property {number} sockets
 * @property {number} toldSockets how many the room knows of
 * @property {number} toldAt
 * @property {number} paceMs as it was last told
 * @property {boolean} hasTimer
 */

/** A channel whose relays are nothing but numbers. */
class Channel {
	schedule = new Schedule();
	#inRoom = 0;
	#lost = 0;
	#asks = 0;
	#detours = 0;
	#rows = 0;
	#reports = 0;
	#roomMs = 0;
	/** @type {Map<string, Holder>} */
	#holders = new Map();
	/** @type {Map<string, RelaySeat>} */
	#seats = new Map();
	/** @type {number[]} */
	#perSecond = [];
	#limits;
	#relays;

	/** @param {Herd} herd */
	constructor({ limits }) {
		this.#limits = limits;
		const store = {
			load: () => [],
			/** @param {RelaySeat} seat */
			save: (seat) => {
				this.#rows++;
				this.#seats.set(seat.id, seat);
			},
			remove: () => {},
		};
		this.#relays = new Relays({
			host: /** @type {any} */ ({ now: () => this.now(), after: () => () => {} }),
			rules: limits,
			store,
			port: { deliver: async (id, delivery) => this.#deliver(id, delivery) },
			standing: () => ({ epoch: "", head: 0, floor: 0 }),
			onCrowd: () => {},
		});
	}

	now() {
		return this.schedule.now;
	}

	/**
	 * @param {number} ms
	 * @param {() => void} run
	 */
	after(ms, run) {
		this.schedule.after(ms, run);
	}

	/** @type {import("./isolates.mjs").Place["knock"]} */
	knock({ region, relay, full }, answer) {
		answer(relay === undefined ? this.#ask(region, full) : this.#enter(relay));
	}

	lose() {
		this.#lost++;
	}

	/** Pages are told how many are there: a flush, which relays answer with how many they have. */
	async tell() {
		this.#relays.flush({ items: [], after: 0, to: 0 });
		await settled();
	}

	/** @returns {Placed} */
	result() {
		const seats = [...this.#seats.values()].map((seat) => ({
			...seat,
			sockets: this.#holders.get(seat.id)?.sockets ?? 0,
		}));
		return {
			seats,
			inRoom: this.#inRoom,
			asks: this.#asks,
			detours: this.#detours,
			lost: this.#lost,
			busiestSecond: this.#perSecond.reduce((most, count) => Math.max(most, count ?? 0), 0),
			reports: this.#reports,
			rows: this.#rows,
			paceMs: this.#relays.paceMs,
			roomMs: this.#roomMs,
		};
	}

	/**
	 * A reader who comes to the room: it takes them, or names relays.
	 *
	 * @param {string} region
	 * @param {string | undefined} full
	 * @returns {Directions | undefined}
	 */
	#ask(region, full) {
		this.#atRoom();
		if (!this.#relays.takes(this.#inRoom)) {
			this.#inRoom++;
			return undefined;
		}
		this.#asks++;
		const begun = performance.now();
		const relays = this.#relays.place(region, full);
		this.#roomMs += performance.now() - begun;
		return { to: "relays", relays };
	}

	/**
	 * @param {string} id
	 * @returns {Directions | undefined}
	 */
	#enter(id) {
		const holder = this.#holders.get(id) ?? this.#enrol(id);
		if (holder.sockets >= this.#limits.relaySockets) {
			this.#detours++;
			return { to: "other" };
		}
		holder.sockets++;
		if (holder.sockets >= this.#limits.relaySockets) this.#report(id, holder);
		else this.#changed(id, holder);
		return undefined;
	}

	/** @param {string} id */
	#enrol(id) {
		this.#atRoom();
		this.#relays.enrol(id, { sockets: 0, guests: 0, members: [] });
		const { paceMs } = this.#relays;
		const holder = { sockets: 0, toldSockets: 0, toldAt: this.now(), paceMs, hasTimer: false };
		this.#holders.set(id, holder);
		return holder;
	}

	/**
	 * Tells the room as soon as the pace allows, as `Membership` does: with a timer only where the pace is fast.
	 *
	 * @param {string} id
	 * @param {Holder} holder
	 */
	#changed(id, holder) {
		const wait = holder.toldAt + holder.paceMs - this.now();
		if (wait <= 0) return this.#report(id, holder);
		if (holder.hasTimer || holder.paceMs > OWN.timedPaceMs) return;
		holder.hasTimer = true;
		const { toldAt } = holder;
		this.after(wait, () => {
			// It was told for another reason meanwhile.
			if (holder.toldAt === toldAt) this.#report(id, holder);
		});
	}

	/**
	 * @param {string} id
	 * @param {Holder} holder
	 */
	#report(id, holder) {
		this.#atRoom();
		this.#reports++;
		const { sockets } = holder;
		this.#relays.report(id, { sockets, guests: sockets, users: 0, joined: [], left: [] });
		holder.toldSockets = sockets;
		holder.toldAt = this.now();
		holder.hasTimer = false;
	}

	/**
	 * A flush comes to a relay, which passes it on. Only those of the first level answer the room.
	 *
	 * @param {string} id
	 * @param {import("../../src/rooms/core/relay/delivery.ts").Delivery} delivery
	 */
	#deliver(id, { children, paceMs }) {
		for (const one of [id, ...children]) {
			const holder = this.#holders.get(one);
			if (holder === undefined) continue;
			holder.paceMs = paceMs;
			if (holder.sockets !== holder.toldSockets) this.#changed(one, holder);
		}
		return { sockets: this.#holders.get(id)?.sockets ?? 0 };
	}

	#atRoom() {
		const second = Math.floor(this.now() / 1000);
		this.#perSecond[second] = (this.#perSecond[second] ?? 0) + 1;
	}
}
