import { GeneratorProcess } from "./generator-process.mjs";
import { isHeld } from "./held.mjs";
import { residentKiB } from "./memory.mjs";
import { highestHeld, reachedInFlood, TRIES, TRIES_AGAIN } from "./search.mjs";

/**
 * @typedef {object} Plan
 * @property {number} subscribers
 * @property {number} seconds how long one run takes
 * @property {readonly number[]} rates messages a second that are fixed
 * @property {boolean} search whether the highest rate is looked for
 * @property {boolean} patient whether a run that others disturbed is run once more
 * @property {number} [guess] the rate that was held in an earlier round
 */

/** Others' share of a core that spoils a run. */
export const NOISE = 0.15;

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Measures one contestant with one number of subscribers, freshly started.
 *
 * @param {import("../contestant.mjs").Contestant} contestant
 * @param {Plan} plan
 */
export async function measureCell({ start, batch = 1 }, plan) {
	const server = await start();
	const generator = new GeneratorProcess(server.pids);
	try {
		await generator.ask("aim", { target: server.target, batch });
		const memory = await subscribeAll(generator, server, plan.subscribers);
		// Until the compilers of both ends have seen it all.
		await generator.ask("flood", { underWay: 2 * batch, seconds: plan.seconds / 2 });
		const single = await measureSingle(generator, plan);
		const highest = plan.search ? await measureHighest(generator, plan, batch) : undefined;
		const fixed = [];
		for (const rate of plan.rates) fixed.push(await measureFixed(generator, { ...plan, rate, batch }, highest?.rate));
		return { memory, single, highest: highest?.result, heldRate: highest?.rate, fixed, lost: generator.lost };
	} finally {
		generator.stop();
		await server.stop();
	}
}

/**
 * The server has seen a subscriber and a message before its memory is read, so that what it takes anyway is not counted
 * for its sockets.
 *
 * @param {GeneratorProcess} generator
 * @param {import("../contestant.mjs").Running} server
 * @param {number} subscribers
 * @returns {Promise<number>} KiB for each idle socket
 */
async function subscribeAll(generator, server, subscribers) {
	await generator.ask("subscribe", { count: 1 });
	await generator.ask("single", { times: 3, pauseMs: 50 });
	const before = residentKiB(server.pids());
	if (subscribers > 1) await generator.ask("subscribe", { count: subscribers - 1 });
	await pause(500);
	return (residentKiB(server.pids()) - before) / Math.max(1, subscribers - 1);
}

/**
 * @param {GeneratorProcess} generator
 * @param {Plan} plan
 */
async function measureSingle(generator, { seconds }) {
	await pause(300);
	const result = await generator.measure("single", { times: Math.round(seconds * 5), pauseMs: 50 });
	return { ...result, untilLast: result.untilLast.sort((a, b) => a - b)[result.untilLast.length >> 1] };
}

/**
 * @param {GeneratorProcess} generator
 * @param {Plan} plan
 * @param {number} batch
 */
async function measureHighest(generator, { seconds, guess, patient }, batch) {
	const flood = async (/** @type {number} */ underWay) => {
		const plan = { underWay: underWay * batch, seconds: seconds / 2 };
		return (await generator.measure("flood", plan)).publishesPerSecond;
	};
	const begin = guess ?? (await reachedInFlood(flood));
	const attempt = async (/** @type {number} */ rate) => {
		const result = await paced(generator, { rate, seconds, patient });
		return { held: isHeld(result, { rate, seconds, batch }), result };
	};
	return highestHeld(begin, attempt, guess === undefined ? TRIES : TRIES_AGAIN);
}

/**
 * @param {GeneratorProcess} generator
 * @param {{ rate: number, seconds: number, patient: boolean, batch: number }} plan
 * @param {number} [highest] what is above it needs no measuring
 */
async function measureFixed(generator, { rate, seconds, patient, batch }, highest) {
	if (highest !== undefined && rate > highest) return { rate, held: false };
	const result = await paced(generator, { rate, seconds, patient });
	return { rate, held: isHeld(result, { rate, seconds, batch }), ...result };
}

/**
 * @param {GeneratorProcess} generator
 * @param {{ rate: number, seconds: number, patient: boolean }} plan
 */
async function paced(generator, plan) {
	const result = await generator.measure("pace", plan);
	if (!plan.patient || result.othersLoad <= NOISE) return result;
	const again = await generator.measure("pace", plan);
	return again.othersLoad < result.othersLoad ? again : result;
}
