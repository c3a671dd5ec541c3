import { flushWindow } from "../../src/rooms/core/window.ts";
import { seeded } from "./random.mjs";

/** Messages that one run looks at: enough for the slowest of a hundred. */
const MANY = 6_000;

/**
 * @typedef {object} Work what a room has to do, in milliseconds
 * @property {number} readers sockets of the room itself
 * @property {number} maxDelayMs
 * @property {number} publishMs
 * @property {number} flushMs calls and frames
 * @property {number} answerMs from the end of a flush until the last relay has answered
 *
 * @typedef {object} Pace
 * @property {number} flushes
 * @property {number} flushesPerSecond
 * @property {number} waitMs from a message's arrival to its flush, the median
 * @property {number} longWaitMs the same, of the slowest of a hundred
 * @property {number} load share of a core
 * @property {number} awake share of the time in which it runs or waits for something, and cannot sleep
 */

/**
 * One room under messages that come at random: how many flushes they make, and how long each waits. The room does one
 * thing at a time; a message that comes meanwhile waits for that as well.
 *
 * @param {number} perSecond
 * @param {Work} work
 * @param {number} [messages]
 * @returns {Pace}
 */
export function paceOf(perSecond, work, messages = MANY) {
	const random = seeded(perSecond);
	const room = new PacedRoom(work);
	let now = 0;
	for (let message = 0; message < messages; message++) {
		now += (-Math.log(1 - random()) * 1000) / perSecond;
		room.publish(now);
	}
	room.settle();
	const passed = Math.max(now, room.free);
	const waits = room.waits.toSorted((one, other) => one - other);
	return {
		flushes: room.flushes,
		flushesPerSecond: (room.flushes / passed) * 1000,
		waitMs: waits[Math.floor(waits.length / 2)] ?? 0,
		longWaitMs: waits[Math.floor(waits.length * 0.99)] ?? 0,
		load: room.busyMs / passed,
		awake: Math.min(1, room.awakeMs / passed),
	};
}

/** The order of things in a room: at once where it is idle, at the end of the window otherwise. */
class PacedRoom {
	/** @type {number[]} */
	waits = [];
	flushes = 0;
	busyMs = 0;
	awakeMs = 0;
	/** When it is through with what it has. */
	free = 0;
	/** @type {number[]} */
	#pending = [];
	#due = Number.POSITIVE_INFINITY;
	#flushedAt = Number.NEGATIVE_INFINITY;
	#awakeUntil = 0;
	#work;
	#window;

	/** @param {Work} work */
	constructor(work) {
		this.#work = work;
		this.#window = flushWindow(work.readers, work.maxDelayMs);
	}

	/** @param {number} at */
	publish(at) {
		if (this.#due <= Math.max(at, this.free)) this.settle();
		this.free = Math.max(at, this.free) + this.#work.publishMs;
		this.busyMs += this.#work.publishMs;
		this.#pending.push(at);
		if (this.#due < Number.POSITIVE_INFINITY) return;
		this.#due = Math.max(this.free, this.#flushedAt + this.#window);
		if (this.#due === this.free) this.settle();
	}

	/** Flushes what is due. */
	settle() {
		const begun = Math.max(this.#due, this.free);
		const [first] = this.#pending;
		if (first === undefined) return;
		this.waits.push(...this.#pending.map((at) => begun - at));
		this.#pending = [];
		this.#due = Number.POSITIVE_INFINITY;
		this.#flushedAt = begun;
		this.free = begun + this.#work.flushMs;
		this.flushes++;
		this.busyMs += this.#work.flushMs;
		const end = this.free + this.#work.answerMs;
		this.awakeMs += Math.max(0, end - Math.max(first, this.#awakeUntil));
		this.#awakeUntil = Math.max(this.#awakeUntil, end);
	}
}
