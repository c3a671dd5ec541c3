const NAME = /^(\d{3})-[a-z0-9-]+\.md$/;

/**
 * Holds the decision records to numbers that begin at 001 and leave none out, and their titles to their numbers.
 *
 * @param {ReadonlyMap<string, string>} records the records' texts by file name
 * @returns {string[]} the problems
 */
export function decisionProblems(records) {
	const problems = [];
	/** @type {Map<number, string>} */
	const taken = new Map();
	for (const [name, text] of [...records].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const digits = NAME.exec(name)?.[1];
		if (digits === undefined) {
			problems.push(`${name}: a record is named NNN-what-was-decided.md`);
			continue;
		}
		const number = Number(digits);
		const other = taken.get(number);
		if (other !== undefined) problems.push(`${name}: ${other} has the number ${digits} already`);
		taken.set(number, name);
		if (!text.startsWith(`# ${digits} `)) problems.push(`${name}: its title must begin with "# ${digits} "`);
	}
	for (let number = 1, last = Math.max(0, ...taken.keys()); number < last; number += 1)
		if (!taken.has(number)) problems.push(`no record has the number ${String(number).padStart(3, "0")}`);
	return problems;
}
