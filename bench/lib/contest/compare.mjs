import { planFor } from "../plans.mjs";
import { measureCell } from "./cell.mjs";
import { summarize } from "./summary.mjs";

/**
 * Measures all contestants in rounds: each round has all of them once with each number of subscribers, so that a machine
 * that grows slower or busier with time does so for all.
 *
 * @param {readonly import("../contestant.mjs").Contestant[]} contestants
 * @param {ReturnType<typeof import("../options.mjs").readOptions>} options
 */
export async function compare(contestants, options) {
	const { present, absent } = await whoIsThere(contestants);
	const cells = options.subscribers.flatMap((subscribers) =>
		present
			.filter(({ only }) => only?.includes(subscribers) ?? true)
			.map((contestant) => ({ contestant, subscribers, rounds: /** @type {any[]} */ ([]) })),
	);
	for (let round = 1; round <= options.rounds; round++)
		for (const { contestant, subscribers, rounds } of cells) {
			const guess = rounds.at(-1)?.heldRate;
			const result = await measureCell(contestant, { ...planFor(subscribers, { ...options, round }), guess });
			rounds.push(result);
			console.error(progress({ round, contestant, subscribers, result }));
		}
	const rows = cells.map(({ contestant, subscribers, rounds }) => ({
		name: contestant.name,
		batch: contestant.batch ?? 1,
		subscribers,
		...summarize(rounds),
	}));
	return { rows, present, absent };
}

/** @param {readonly import("../contestant.mjs").Contestant[]} contestants */
async function whoIsThere(contestants) {
	const present = [];
	const absent = [];
	for (const contestant of contestants) ((await contestant.isThere?.()) === false ? absent : present).push(contestant);
	return { present, absent };
}

/** @param {{ round: number, contestant: import("../contestant.mjs").Contestant, subscribers: number, result: any }} done */
function progress({ round, contestant, subscribers, result }) {
	const held =
		result.highest === undefined ? "" : `, ${Math.round(result.highest.deliveriesPerSecond)} deliveries/s held`;
	const last = `one publish in ${result.single.untilLast.toFixed(1)} ms`;
	return `round ${round}: ${contestant.name}, ${subscribers} subscribers: ${last}${held}, ${result.lost} lost`;
}
