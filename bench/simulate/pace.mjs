import { Fanout } from "../../src/rooms/core/fanout.ts";
import { FEW_READERS } from "../../src/rooms/core/pace.ts";
import { Link } from "../../src/rooms/core/relay/link.ts";
import { seeded } from "./random.mjs";

/** Messages that one run looks at: enough for the slowest of a hundred. */
const MANY = 6_000;
/** What a delivery says beside the messages. */
const NOTHING_ELSE = { epoch: "", floor: 0, children: [], paceMs: 0 };

/**
 * @typedef {object} Work what a room has to do, in milliseconds
 * @property {number} readers sockets of the room itself
 * @property {number} elsewhere of the largest relay
 * @property {number} maxDelayMs
 * @property {number} publishMs
 * @property {number} flushMs calls and frames
 * @property {number} confirmMs until a write is confirmed
 * @property {number} lastMs from a flush's begin until the last of the room's own readers has it
 * @property {readonly Line[]} lines
 *
 * @typedef {object} Line to relays that are alike
 * @property {number} answerMs from a call until its answer
 * @property {number} lastMs from a call until the last reader by this way has it
 * @property {number} relays those and the ones under them
 *
 * @typedef {object} Pace
 * @property {number} flushes
 * @property {number} flushesPerSecond
 * @property {number} callsPerSecond of all objects
 * @property {number} waitMs from a message's arrival to its flush, the median
 * @property {number} longWaitMs the same, of the slowest of a hundred
 * @property {number} lastMs from a message's arrival until the last reader has it, the median
 * @property {number} slowMs the same, of the slowest of a hundred
 * @property {number} load share of a core
 * @property {number} awake share of the time in which it runs or waits for something, and cannot sleep
 */

/**
 * One room under messages that come at random: how many flushes they make, and how long each waits. When a flush goes out
 * and when a relay is called is decided by the room's own classes. It does one thing at a time; a message that comes
 * meanwhile waits for that as well.
 *
 * @param {number} perSecond
 * @param {Work} work
 * @param {number} [messages]
 * @returns {Promise<Pace>}
 */
export async function paceOf(perSecond, work, messages = MANY) {
	const random = seeded(perSecond);
	const room = new PacedRoom(work);
	let now = 0;
	for (let message = 0; message < messages; message++) {
		now += Math.round((-Math.log(1 - random()) * 1000) / perSecond);
		await room.advance(now);
		await room.publish(now);
	}
	await room.advance(Number.POSITIVE_INFINITY);
	const passed = Math.max(now, room.free);
	const [waits, lasts] = [sorted(room.waits), sorted(room.lasts)];
	const calls = room.called.reduce((sum, count, line) => sum + count * (work.lines[line]?.relays ?? 0), 0);
	return {
		flushes: room.flushes,
		flushesPerSecond: (room.flushes / passed) * 1000,
		callsPerSecond: (calls / passed) * 1000,
		waitMs: waits[Math.floor(waits.length / 2)] ?? 0,
		longWaitMs: waits[Math.floor(waits.length * 0.99)] ?? 0,
		lastMs: lasts[Math.floor(lasts.length / 2)] ?? 0,
		slowMs: lasts[Math.floor(lasts.length * 0.99)] ?? 0,
		load: room.busyMs / passed,
		awake: Math.min(1, room.awakeMs / passed),
	};
}

/** @param {readonly number[]} values */
function sorted(values) {
	return values.toSorted((one, other) => one - other);
}

/** A room that has one core and no sockets. */
class PacedRoom {
	/** Of each message, from its arrival until its flush, and until the last reader has it. */
	/** @type {number[]} */
	waits = [];
	/** @type {number[]} */
	lasts = [];
	/** How often each line was called. */
	/** @type {number[]} */
	called;
	flushes = 0;
	busyMs = 0;
	awakeMs = 0;
	/** When it is through with what it has. */
	free = 0;
	#now = 0;
	#awakeUntil = 0;
	/** @type {number[]} */
	#arrivals = [];
	/** @type {{ at: number, run: () => void }[]} */
	#due = [];
	#work;
	#fanout;
	/** @type {Link[]} */
	#links;

	/** @param {Work} work */
	constructor(work) {
		this.#work = work;
		this.called = work.lines.map(() => 0);
		this.#links = work.lines.map((line, index) => this.#link(line, index));
		const host = /** @type {any} */ ({
			now: () => this.#now,
			after: (/** @type {number} */ ms, /** @type {() => void} */ run) => this.#after(Math.ceil(ms), run),
			durable: () => new Promise((done) => this.#after(work.confirmMs, () => done(undefined))),
		});
		const roster = /** @type {any} */ ({ size: work.readers, [Symbol.iterator]: () => [].values() });
		const { maxDelayMs } = work;
		const parts = { roster, host, maxDelayMs, elsewhere: () => work.elsewhere, onBehind() {}, onFlushed() {} };
		this.#fanout = new Fanout({ ...parts, onFlush: (flush) => this.#flush(flush) }, 0);
	}

	/** @param {number} at */
	async publish(at) {
		this.#spend(at, this.#work.publishMs);
		this.#now = this.free;
		this.#arrivals.push(at);
		this.#fanout.addRows([{ seq: this.#arrivals.length, at, frame: /** @type {any} */ ("{}") }]);
		await turn();
	}

	/** Does what is due until then. @param {number} to */
	async advance(to) {
		for (let [next] = this.#due; next !== undefined && next.at <= to; [next] = this.#due) {
			this.#due.shift();
			this.#now = Math.max(next.at, this.free);
			next.run();
			await turn();
		}
	}

	/**
	 * @param {number} at
	 * @param {number} ms
	 */
	#spend(at, ms) {
		this.free = Math.max(at, this.free) + ms;
		this.busyMs += ms;
	}

	/** @param {import("../../src/rooms/core/fanout.ts").Flush} flush */
	#flush(flush) {
		const begun = this.#now;
		const { flushMs, lines, readers, confirmMs, lastMs } = this.#work;
		// A small room hands over at once, and the platform keeps it back until the write is confirmed.
		const held = readers <= FEW_READERS ? confirmMs : 0;
		const arrivals = this.#arrivals.slice(flush.after, flush.to);
		this.waits.push(...arrivals.map((at) => begun + held - at));
		for (const [index, at] of arrivals.entries()) this.lasts[flush.after + index] = begun + held + lastMs - at;
		this.flushes++;
		for (const link of this.#links) link.flush(flush);
		this.#spend(begun, flushMs);
		const answered = begun + held + Math.max(0, ...lines.map(({ answerMs }) => answerMs));
		const end = Math.max(this.free, answered);
		this.awakeMs += Math.max(0, end - Math.max(arrivals[0] ?? begun, this.#awakeUntil));
		this.#awakeUntil = Math.max(this.#awakeUntil, end);
	}

	/**
	 * @param {Line} line
	 * @param {number} index
	 */
	#link({ answerMs, lastMs }, index) {
		const held = this.#work.readers <= FEW_READERS ? this.#work.confirmMs : 0;
		/** @type {import("../../src/rooms/core/relay/delivery.ts").RelayPort["deliver"]} */
		const deliver = (_id, { after, to }) => {
			this.called[index] = (this.called[index] ?? 0) + 1;
			for (let message = after; message < to; message++) {
				const last = this.#now + held + lastMs - (this.#arrivals[message] ?? 0);
				this.lasts[message] = Math.max(this.lasts[message] ?? 0, last);
			}
			return new Promise((done) => this.#after(held + answerMs, () => done({ sockets: 0 })));
		};
		const host = { after: () => () => {} };
		return new Link({ id: "", port: { deliver }, host, circumstances: () => NOTHING_ELSE, onDelivered() {} }, 0);
	}

	/**
	 * @param {number} ms
	 * @param {() => void} run
	 */
	#after(ms, run) {
		const at = this.#now + Math.max(0, ms);
		const place = this.#due.findIndex((other) => other.at > at);
		this.#due.splice(place === -1 ? this.#due.length : place, 0, { at, run });
		return () => {};
	}
}

/** Lets what follows at once from something follow. */
async function turn() {
	for (let step = 0; step < 4; step++) await Promise.resolve();
}
