import { NOISE } from "../contest/cell.mjs";
import { machine } from "./machine.mjs";
import { fixedTable, highestTable, singleTable } from "./tables.mjs";
import { targets } from "./targets.mjs";
import { decimal } from "./table.mjs";

/** A generator that is busier than this may have been what limits the row. */
const BUSY = 0.9;

/**
 * The results as a page.
 *
 * @param {object} measured
 * @param {readonly any[]} measured.rows
 * @param {readonly any[]} measured.limits
 * @param {readonly import("../contestant.mjs").Contestant[]} measured.present
 * @param {readonly import("../contestant.mjs").Contestant[]} measured.absent
 * @param {{ rounds: number, seconds: number }} measured.options
 * @param {number} measured.minutes
 * @returns {string}
 */
export function report({ rows, limits, present, absent, options: { rounds, seconds }, minutes }) {
	const now = new Date().toISOString();
	return [
		`# Bench of ${now.slice(0, 16).replace("T", " ")} UTC`,
		"",
		`Machine: ${machine()}.`,
		"",
		`Medians of ${rounds} interleaved rounds, runs of ${seconds} s, a message of 200 bytes, single HTTP POSTs, everything on`,
		`one machine; ${minutes.toFixed(0)} minutes in all. The method is in \`bench/README.md\`.`,
		"",
		...present.map(({ name, about }) => `- **${name}**: ${about}`),
		...absent.map(({ name }) => `- **${name}** is not installed on this machine: its rows are absent.`),
		"",
		"## Targets",
		"",
		...targets(rows),
		"",
		"## The highest rate held",
		"",
		...highestTable(rows, limits),
		"",
		...remarks(rows),
		"## At fixed rates",
		"",
		...fixedTable(rows),
		"",
		"## One publish into silence",
		"",
		...singleTable(rows),
		"",
	].join("\n");
}

/** @param {any} row */
function tell({ name, subscribers }) {
	return `${name} (${subscribers})`;
}

/** @param {readonly any[]} rows */
function remarks(rows) {
	const limited = rows.filter(({ highest }) => highest?.generatorLoad > BUSY);
	const disturbed = rows.filter(({ highest }) => highest?.othersLoad > NOISE);
	return [
		limited.length === 0
			? `The load generator took less than ${decimal(BUSY)} of a core in every row: it limits none of them.`
			: `The load generator took more than ${decimal(BUSY)} of a core, so that the server may be able to do more: ${limited.map(tell).join(", ")}.`,
		"",
		...(disturbed.length === 0
			? []
			: [`Others kept the machine busy: ${disturbed.map(tell).join(", ")}. Run again.`, ""]),
	];
}
