import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { ASSUMED, MEASURED } from "./costs.mjs";
import { monthOf } from "./month.mjs";
import { paceOf } from "./pace.mjs";
import { spreadOf } from "./spread.mjs";
import { Flush } from "./tree.mjs";

/** @typedef {import("./herd.mjs").Placed} Placed */

/** How often pages are told how many are there, where people come and go all the time; a second. */
const PRESENCE_RATE = 1 / 2;

/**
 * A channel with its readers in their places, and messages at a rate.
 *
 * @param {Placed} placed
 * @param {number} perSecond
 * @param {"count" | "off"} [presence]
 */
export async function scenarioOf(placed, perSecond, presence = "count") {
	const items = perSecond + (presence === "count" ? PRESENCE_RATE : 0);
	const readers = placed.seats.reduce((sum, { sockets }) => sum + sockets, placed.inRoom);
	const { flush, pace } = await paced(placed, items);
	const spread = spreadOf(flush.spans);
	const month = monthOf({ placed, readers, perSecond, flush, pace, presence });
	const room = pace.load + (month.roomRequests * MEASURED.call) / 1e6;
	const relay = (pace.flushesPerSecond * flush.busiestRelayMs) / 1000;
	return {
		readers,
		perSecond,
		callsPerPublish: pace.callsPerSecond / items,
		busiest: room >= relay ? "room" : "relay",
		load: Math.max(room, relay),
		halfMs: pace.waitMs + spread.halfMs,
		lastMs: pace.lastMs,
		slowMs: pace.slowMs,
		lastRegion: spread.region,
		...month,
	};
}

/**
 * How many messages a flush has decides what it takes, and what it takes decides a little how many come meanwhile.
 *
 * @param {Placed} placed
 * @param {number} items a second
 */
async function paced({ seats, inRoom }, items) {
	const largest = seats.reduce((most, { sockets }) => Math.max(most, sockets), 0);
	/** @param {Flush} flush */
	const pace = ({ roomMs, lastMs, lines }) =>
		paceOf(items, {
			readers: inRoom,
			elsewhere: largest,
			maxDelayMs: DEFAULT_RULES.maxDelayMs,
			publishMs: MEASURED.publish / 1000,
			flushMs: roomMs,
			confirmMs: ASSUMED.confirmMs,
			lastMs,
			lines: [...lines.values()],
		});
	const messages = items / (await pace(new Flush(seats, inRoom, 1))).flushesPerSecond;
	const flush = new Flush(seats, inRoom, messages);
	return { flush, pace: await pace(flush) };
}
