import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { SWEEP_MS } from "../../src/rooms/core/sweep.ts";
import { ASSUMED } from "./costs.mjs";
import { Isolates } from "./isolates.mjs";
import { MemoryChannel } from "./memory-channel.mjs";
import { reporting } from "./month.mjs";
import { paceOf } from "./pace.mjs";
import { placeHerd } from "./herd.mjs";
import { seeded } from "./random.mjs";

/** Messages that the channel in memory gets, and for how many seconds readers come and go in it. */
const MESSAGES = 40;
const CHURN_SECONDS = 120;

/**
 * @typedef {object} Counts
 * @property {number} objects
 * @property {number} refused readers that found no place
 * @property {number} inRoom
 * @property {number} deliveries of all messages to all readers
 * @property {number} flushes
 * @property {number} calls to relays for one flush
 * @property {number} reports of all relays in a second, those of sweeps included, where readers stay for an hour
 * @property {number} timers share of the time in which a relay has one
 *
 * The same readers come, and the same messages, to the model and to a channel in memory: how much each comes to.
 *
 * @param {import("./herd.mjs").Herd} herd
 * @param {number} perSecond messages
 * @returns {Promise<{ model: Counts, memory: Counts }>}
 */
export async function compare(herd, perSecond) {
	const placed = await placeHerd(herd);
	const sizes = placed.seats.map(({ sockets }) => sockets);
	// The channel in memory takes no time for its work, and so does the model here.
	const idle = { publishMs: 0, flushMs: 0, confirmMs: 0, lastMs: 0, lines: [] };
	const { maxDelayMs } = DEFAULT_RULES;
	const work = { readers: placed.inRoom, elsewhere: Math.max(0, ...sizes), maxDelayMs, ...idle };
	const { reports, share } = reporting(herd.readers / ASSUMED.staySeconds, placed, 0);
	return {
		model: {
			// Of the sweeps, too.
			reports: reports + (sizes.filter((sockets) => sockets > 0).length * 1000) / SWEEP_MS,
			timers: share,
			objects: 1 + sizes.filter((sockets) => sockets > 0).length,
			refused: placed.lost,
			inRoom: placed.inRoom,
			deliveries: (herd.readers - placed.lost) * MESSAGES,
			flushes: (await paceOf(perSecond, work, MESSAGES)).flushes,
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
async function inMemory(herd, perSecond) {
	const channel = new MemoryChannel(herd.limits);
	const isolates = new Isolates(seeded(herd.readers));
	await fill(channel, isolates, herd);
	// Every relay has told the room how many it has, and the last flush is long ago.
	await channel.clock.advance(60_000);
	const { held, inRoom, lost: refused } = channel;
	const before = { calls: channel.calls, messages: channel.messages, flushes: channel.flushes };
	const random = seeded(perSecond);
	for (let message = 0; message < MESSAGES; message++) {
		await channel.clock.advance((-Math.log(1 - random()) * 1000) / perSecond);
		await channel.publish();
	}
	await channel.clock.advance(1_000);
	const flushes = channel.flushes - before.flushes;
	return {
		objects: 1 + [...held.values()].filter((sockets) => sockets > 0).length,
		refused,
		inRoom,
		deliveries: channel.messages - before.messages,
		flushes,
		calls: (channel.calls - before.calls) / flushes,
		...(await churn(channel, isolates, herd.readers / ASSUMED.staySeconds)),
	};
}

/**
 * @param {MemoryChannel} channel
 * @param {Isolates} isolates
 * @param {import("./herd.mjs").Herd} herd
 */
async function fill(channel, isolates, { readers, seconds }) {
	const begun = channel.clock.now;
	for (let reader = 0; reader < readers; reader++) {
		const now = Math.round((reader / readers) * seconds * 1000);
		await channel.clock.advance(begun + now - channel.clock.now);
		isolates.send(channel);
	}
}

/**
 * As many come as go.
 *
 * @param {MemoryChannel} channel
 * @param {Isolates} isolates
 * @param {number} connects a second
 */
async function churn(channel, isolates, connects) {
	const random = seeded(connects);
	const relays = channel.held.size;
	const before = { reports: channel.reports, awakeMs: channel.wakefulness.ms, at: channel.clock.now };
	while (channel.clock.now < before.at + CHURN_SECONDS * 1000) {
		await channel.clock.advance((-Math.log(1 - random()) * 1000) / (2 * connects));
		if (random() < 0.5) channel.leave(random());
		else isolates.send(channel);
	}
	const ms = channel.clock.now - before.at;
	return {
		reports: ((channel.reports - before.reports) / ms) * 1000,
		timers: relays === 0 ? 0 : (channel.wakefulness.ms - before.awakeMs) / ms / relays,
	};
}
