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
 * One flush, from the room to the last reader. An object serves its own sockets first and calls relays then, as
 * `Fanout.flush` and `Relay.deliver` do; a relay answers when it has called those under it, and does not wait for them.
 */
export class Flush {
	/** @type {Span[]} */
	spans = [];
	/** Of all objects together. */
	calls = 0;
	/** What the room is busy for, in milliseconds like all that follows. */
	roomMs = 0;
	/** From then until the last relay has answered. */
	answerMs = 0;
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
		for (const { name, share } of PLACES)
			this.#serve(name, ASSUMED.confirmMs + oneWay(ROOM_REGION, name), { readers: inRoom * share, ms: ownMs });
		this.roomMs = ownMs + first.length * this.#callMs;
		let answered = ASSUMED.confirmMs;
		for (const [at, seat] of first.entries()) {
			const called = ASSUMED.confirmMs + ownMs + (at + 1) * this.#callMs;
			answered = Math.max(answered, this.#deliver(seat, called, ROOM_REGION));
		}
		this.answerMs = Math.max(0, answered - this.roomMs);
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
		this.#serve(seat.region, own, { readers: seat.sockets, ms: ownMs });
		const busyUntil = own + ownMs + children.length * this.#callMs;
		let answered = busyUntil;
		for (const [at, child] of children.entries())
			answered = Math.max(answered, this.#deliver(child, own + ownMs + (at + 1) * this.#callMs, seat.region));
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
