import { ASSUMED, MEASURED } from "./costs.mjs";
import { lastMile, oneWay, PLACES, ROOM_REGION } from "./regions.mjs";

/** @typedef {import("../../src/rooms/core/relay/placement.ts").RelaySeat} RelaySeat */

/**
 * @typedef {object} Span readers that get their frame one after another
 * @property {string} region
 * @property {number} from when the first of them has it, in ms after the flush began
 * @property {number} to when the last has
 * @property {number} readers
 */

/**
 * One flush, from the room to the last reader. An object calls the relays under it first and serves its own sockets then,
 * as `Fanout.flush` and `Relay.deliver` do; a relay answers when it has sent to its own, and does not wait for those
 * under it.
 */
export class Flush {
	/** @type {Span[]} */
	spans = [];
	/** Of all objects together. */
	calls = 0;
	/** What the room is busy for, in milliseconds like all that follows. */
	roomMs = 0;
	/** The room's own readers all have it after this. */
	lastMs = 0;
	/**
	 * The lines of the room, as one for each region: the slowest of its relays.
	 *
	 * @type {Map<string, import("./pace.mjs").Line>}
	 */
	lines = new Map();
	busiestRelayMs = 0;
	/** What all relays run for, together, and wait for the answers of those under them. */
	relaysMs = 0;
	#frameMs;
	#callMs = MEASURED.call / 1000;
	#under;

	/**
	 * @param {readonly RelaySeat[]} seats
	 * @param {number} inRoom sockets of the room
	 * @param {number} messages in the frame
	 */
	constructor(seats, inRoom, messages) {
		this.#frameMs = (MEASURED.frame + (MEASURED.frameKilobyte * messages * ASSUMED.messageBytes) / 1000) / 1000;
		this.#under = Map.groupBy(seats, ({ parent }) => parent);
		const first = this.#under.get(undefined) ?? [];
		const ownMs = inRoom * this.#frameMs;
		for (const [at, seat] of first.entries()) this.#call(seat, (at + 1) * this.#callMs);
		const calledMs = first.length * this.#callMs;
		this.roomMs = calledMs + ownMs;
		for (const { name, share } of PLACES)
			this.#serve(name, calledMs + oneWay(ROOM_REGION, name), { readers: inRoom * share, ms: ownMs });
		this.lastMs = Math.max(0, ...this.spans.slice(-PLACES.length).map(({ to, readers }) => (readers > 0 ? to : 0)));
	}

	/**
	 * The room calls a relay.
	 *
	 * @param {RelaySeat} seat
	 * @param {number} called when it has made the call
	 */
	#call(seat, called) {
		const [spans, calls] = [this.spans.length, this.calls];
		const answerMs = this.#deliver(seat, called, ROOM_REGION);
		const lasts = this.spans.slice(spans).map(({ to, readers }) => (readers > 0 ? to : 0));
		const line = this.lines.get(seat.region) ?? { answerMs: 0, lastMs: 0, relays: 0 };
		this.lines.set(seat.region, {
			answerMs: Math.max(line.answerMs, answerMs),
			lastMs: Math.max(line.lastMs, ...lasts),
			relays: line.relays + this.calls - calls,
		});
	}

	/**
	 * @param {RelaySeat} seat
	 * @param {number} called when its parent has made the call
	 * @param {string} from where the parent stands
	 * @returns {number} when the parent has the answer
	 */
	#deliver(seat, called, from) {
		const way = oneWay(from, seat.region);
		const children = this.#under.get(seat.id) ?? [];
		const begun = called + way;
		const own = begun + this.#callMs;
		const ownMs = seat.sockets * this.#frameMs;
		const calledAt = own + children.length * this.#callMs;
		this.#serve(seat.region, calledAt, { readers: seat.sockets, ms: ownMs });
		const busyUntil = calledAt + ownMs;
		let answered = busyUntil;
		for (const [at, child] of children.entries())
			answered = Math.max(answered, this.#deliver(child, own + (at + 1) * this.#callMs, seat.region));
		this.calls++;
		this.busiestRelayMs = Math.max(this.busiestRelayMs, busyUntil - begun);
		this.relaysMs += answered - begun;
		return busyUntil + way;
	}

	/**
	 * @param {string} region
	 * @param {number} begun
	 * @param {{ readers: number, ms: number }} work
	 */
	#serve(region, begun, { readers, ms }) {
		const from = begun + lastMile(region);
		this.spans.push({ region, from, to: from + ms, readers });
	}
}
