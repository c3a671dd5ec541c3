import { compare } from "./agreement.mjs";
import { LIMITS, WINDOWS } from "./plan.mjs";
import { table } from "./table.mjs";
import { count, percent } from "./words.mjs";

/** Sizes that a machine holds in memory, and messages a second. */
const READERS = [10_000, 100_000, 300_000];
const PER_SECOND = 10;

/** The model beside a channel in memory, as a table. */
export async function agreementTable() {
	const rows = [];
	for (const readers of READERS) {
		const { model, memory } = await compare(
			{ readers, seconds: WINDOWS.usual, presence: "off", limits: LIMITS },
			PER_SECOND,
		);
		const pair = (/** @type {keyof typeof model} */ what) => `${count(model[what])} / ${count(memory[what])}`;
		rows.push([
			count(readers),
			pair("objects"),
			pair("calls"),
			pair("flushes"),
			pair("deliveries"),
			pair("reports"),
			`${percent(model.timers)} / ${percent(memory.timers)}`,
		]);
	}
	return table(
		[
			"readers",
			"objects",
			"calls for a flush",
			"flushes for 40 messages",
			"deliveries",
			"reports a second",
			"time in which a relay has a timer",
		],
		rows,
	);
}
