import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { placeHerd } from "./herd.mjs";
import { scenarioOf } from "./scenario.mjs";

export const READERS = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 5_000_000];

export const RATES = [
	{ title: "1 a minute", perSecond: 1 / 60 },
	{ title: "1 a second", perSecond: 1 },
	{ title: "10 a second", perSecond: 10 },
	{ title: "100 a second", perSecond: 100 },
];

/** Over how many seconds a channel's readers come: a link in a broadcast, and the minute in which a goal is scored. */
export const WINDOWS = { usual: 300, rush: 60 };

/** What a room and a relay hold where nothing is set. */
export const LIMITS = { roomSockets: DEFAULT_RULES.roomSockets, relaySockets: DEFAULT_RULES.relaySockets };

const HERD = { presence: /** @type {const} */ ("count"), limits: LIMITS };

/** @typedef {Awaited<ReturnType<typeof scenarioOf>>} Scenario */

/**
 * @typedef {object} Channel one size, in all that it may do
 * @property {number} readers
 * @property {import("./herd.mjs").Placed} placed
 * @property {import("./herd.mjs").Placed} rushed the same readers, in a hurry
 * @property {Scenario[]} scenarios by rate
 * @property {Scenario} silent the slowest rate, where nobody is told how many are there
 */

/**
 * @param {number} readers
 * @returns {Promise<Channel>}
 */
export async function simulate(readers) {
	const placed = await placeHerd({ ...HERD, readers, seconds: WINDOWS.usual });
	const rushed = await placeHerd({ ...HERD, readers, seconds: WINDOWS.rush });
	const [slowest] = RATES;
	const scenarios = [];
	for (const { perSecond } of RATES) scenarios.push(await scenarioOf(placed, perSecond));
	return {
		readers,
		placed,
		rushed,
		scenarios,
		silent: await scenarioOf(placed, slowest?.perSecond ?? 0, "off"),
	};
}
