import { parseArgs } from "node:util";

/**
 * What `npm run bench -- …` was asked for.
 *
 * @param {readonly string[]} args
 * @param {readonly string[]} known the names that `--only` takes
 */
export function readOptions(args, known) {
	const { values } = parseArgs({
		args: [...args],
		options: {
			quick: { type: "boolean", default: false },
			only: { type: "string" },
			subscribers: { type: "string" },
			rounds: { type: "string" },
			"with-nchan": { type: "boolean", default: false },
		},
	});
	const { quick } = values;
	const names = values.only?.split(",") ?? [...known];
	const stranger = names.find((name) => !known.includes(name));
	if (stranger !== undefined) throw new Error(`--only takes ${known.join(", ")}, and not "${stranger}".`);
	const subscribers = values.subscribers?.split(",").map(Number) ?? (quick ? [100] : [1, 100, 1000, 5000]);
	if (subscribers.some((count) => !(count >= 1))) throw new Error("--subscribers takes numbers, as 100,1000.");
	return {
		names,
		subscribers,
		rounds: Number(values.rounds ?? (quick ? 1 : 3)),
		seconds: quick ? 1 : 2,
		quick,
		installNchan: values["with-nchan"],
		/** A part of it is for looking, not for keeping. */
		keep: !quick && values.only === undefined && values.subscribers === undefined && values.rounds === undefined,
	};
}
