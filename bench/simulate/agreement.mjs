import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { Isolates } from "./isolates.mjs";
import { MemoryChannel } from "./memory-channel.mjs";
import { paceOf } from "./pace.mjs";
import { placeHerd } from "./herd.mjs";
import { seeded } from "./random.mjs";

/** Messages that the channel in memory gets. */
const MESSAGES = 40;

/**
 * @typedef {object} Counts
 * @property {number} objects
 * @property {number} refused readers that found no place
 * @property {number} inRoom
 * @property {number} deliveries of all messages to all readers
 * @property {number} flushes
 * @property {number} calls to relays for one flush
 *
 * The same readers come, and the same messages, to the model and to a channel in memory: how much each comes to.
 *
 * @param {import("./herd.mjs").Herd} herd
 * @param {number} perSecond messages
 * @returns {Promise<{ model: Counts, memory: Counts }>}
 */
export async function compare(herd, perSecond) {
	const placed = placeHerd(herd);
	const sizes = placed.seats.map(({ sockets }) => sockets);
	// The channel in memory takes no time for its work, and so does the model here.
	const idle = { publishMs: 0, flushMs: 0, answerMs: 0 };
	const work = { readers: Math.max(placed.inRoom, ...sizes), maxDelayMs: DEFAULT_RULES.maxDelayMs, ...idle };
	return {
		model: {
			objects: 1 + sizes.filter((sockets) => sockets > 0).length,
			refused: placed.lost,
			inRoom: placed.inRoom,
			deliveries: (herd.readers - placed.lost) * MESSAGES,
			flushes: paceOf(perSecond, work, MESSAGES).flushes,
			calls: placed.seats.length,
		},
		memory: await inMemory(herd, perSecond),
	};
}

/**
 * @param {import("./herd.mjs").Herd} herd
 * @param {number} perSecond
 * @returns {Promise<Counts>}
 */
async function inMemory({ readers, seconds, limits }, perSecond) {
	const channel = new MemoryChannel(limits);
	const isolates = new Isolates(seeded(readers));
	const begun = channel.clock.now;
	let refused = 0;
	for (let reader = 0; reader < readers; reader++) {
		const now = (reader / readers) * seconds * 1000;
		await channel.clock.advance(begun + now - channel.clock.now);
		if (!(await channel.arrive(isolates.place(now)))) refused++;
	}
	// Every relay has told the room how many it has, and the last flush is long ago.
	await channel.clock.advance(60_000);
	const before = { calls: channel.calls, messages: channel.messages, flushes: channel.flushes };
	const random = seeded(perSecond);
	for (let message = 0; message < MESSAGES; message++) {
		await channel.clock.advance((-Math.log(1 - random()) * 1000) / perSecond);
		await channel.publish();
	}
	await channel.clock.advance(1_000);
	const flushes = channel.flushes - before.flushes;
	return {
		objects: 1 + [...channel.held.values()].filter((sockets) => sockets > 0).length,
		refused,
		inRoom: channel.inRoom,
		deliveries: channel.messages - before.messages,
		flushes,
		calls: (channel.calls - before.calls) / flushes,
	};
}
