import { Relays } from "../../src/rooms/core/relay/relays.ts";
import { Isolates } from "./isolates.mjs";
import { seeded } from "./random.mjs";
import { reportMs, Reports } from "./reports.mjs";

/** @typedef {import("../../src/rooms/core/relay/placement.ts").RelaySeat} RelaySeat */

/**
 * @typedef {object} Herd
 * @property {number} readers
 * @property {number} seconds over which they come, evenly
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

/**
 * Readers come to a channel that had none, each through one of many isolates that remember for a while where there was
 * room. What the room decides is decided by the room's own class.
 *
 * @param {Herd} herd
 * @returns {Placed}
 */
export function placeHerd(herd) {
	const channel = new Channel(herd);
	const isolates = new Isolates(seeded(herd.readers));
	for (let reader = 0; reader < herd.readers; reader++) {
		const now = (reader / herd.readers) * herd.seconds * 1000;
		channel.advance(now);
		channel.arrive(isolates.place(now));
	}
	return channel.result();
}

/** A channel whose relays are nothing but numbers of sockets. */
class Channel {
	#now = 0;
	#inRoom = 0;
	#lost = 0;
	#asks = 0;
	#detours = 0;
	#rows = 0;
	#roomMs = 0;
	/** @type {Map<string, number>} */
	#sockets = new Map();
	/** @type {Map<string, RelaySeat>} */
	#seats = new Map();
	/** @type {number[]} */
	#perSecond = [];
	#limits;
	#relays;
	#reports;

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
			host: /** @type {any} */ ({ now: () => this.#now, after: () => () => {} }),
			rules: limits,
			store,
			port: { deliver: async () => ({ sockets: 0 }) },
			standing: () => ({ epoch: "", head: 0, floor: 0 }),
			onCrowd: () => {},
		});
		this.#reports = new Reports((id) => this.#report(id));
	}

	/** @param {number} to */
	advance(to) {
		this.#reports.advance(to, (at) => (this.#now = at));
		this.#now = to;
	}

	/** @param {ReturnType<Isolates["place"]>} way */
	arrive(way) {
		for (let step = way.next(); ;) {
			if (step.done) {
				if (!step.value) this.#lost++;
				return;
			}
			const where = step.value;
			step = way.next("ask" in where ? this.#ask(where.ask) : this.#enter(where.enter));
		}
	}

	/** @returns {Placed} */
	result() {
		const seats = [...this.#seats.values()].map((seat) => ({ ...seat, sockets: this.#sockets.get(seat.id) ?? 0 }));
		return {
			seats,
			inRoom: this.#inRoom,
			asks: this.#asks,
			detours: this.#detours,
			lost: this.#lost,
			busiestSecond: this.#perSecond.reduce((most, count) => Math.max(most, count ?? 0), 0),
			reports: this.#reports.sent,
			rows: this.#rows,
			paceMs: this.#relays.paceMs,
			roomMs: this.#roomMs,
		};
	}

	/**
	 * A request that comes to the room: it takes the reader, or names relays.
	 *
	 * @param {{ region: string, full?: string }} ask
	 */
	#ask({ region, full }) {
		this.#atRoom();
		if (!this.#relays.takes(this.#inRoom)) {
			this.#inRoom++;
			return undefined;
		}
		this.#asks++;
		const begun = performance.now();
		const open = this.#relays.place(region, full);
		this.#roomMs += performance.now() - begun;
		return open;
	}

	/** @param {string} relay */
	#enter(relay) {
		const sockets = this.#sockets.get(relay) ?? 0;
		if (sockets >= this.#limits.relaySockets) {
			this.#detours++;
			return false;
		}
		this.#sockets.set(relay, sockets + 1);
		if (sockets === 0) {
			this.#atRoom();
			this.#relays.enrol(relay, { sockets: 0, guests: 0, members: [] });
		}
		if (sockets + 1 >= this.#limits.relaySockets) this.#reports.now(relay);
		else this.#reports.changed(relay, this.#now + reportMs(this.#relays.paceMs));
		return true;
	}

	/** @param {string} relay */
	#report(relay) {
		this.#atRoom();
		const sockets = this.#sockets.get(relay) ?? 0;
		this.#relays.report(relay, { sockets, guests: sockets, joined: [], left: [] });
	}

	#atRoom() {
		const second = Math.floor(this.#now / 1000);
		this.#perSecond[second] = (this.#perSecond[second] ?? 0) + 1;
	}
}
