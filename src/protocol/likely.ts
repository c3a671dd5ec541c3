/** No name is longer; comparing one that is would only cost time. */
const NAME_CHARS = 64;

/** The name among `known` that was probably meant by `given`, or `undefined` where none is close to it. */
export function likely(given: string, known: readonly string[]): string | undefined {
	if (given.length > NAME_CHARS) return undefined;
	let best: { readonly name: string; readonly edits: number } | undefined;
	for (const name of known) {
		const edits = distance(plain(given), plain(name));
		if (edits <= mostEdits(given, name) && (best === undefined || edits < best.edits)) best = { name, edits };
	}
	return best?.name;
}

/** What may follow a list of names where another was given: which of them was probably meant. */
export function suggestion(given: string, known: readonly string[]): string {
	const name = likely(given, known);
	return name === undefined ? "" : ` (did you mean "${name}"?)`;
}

/** What to tell somebody who wrote a name that there is not: the name, and the likely one or all that there are. */
export function unknownName(kind: string, given: string, known: readonly string[]): string {
	const name = likely(given, known);
	const hint = name === undefined ? `It takes ${known.join(", ")}.` : `Did you mean "${name}"?`;
	const shown = given.length > NAME_CHARS ? `${given.slice(0, NAME_CHARS).toWellFormed()}…` : given.toWellFormed();
	return `has no ${kind} "${shown}". ${hint}`;
}

/** Case and separators are a matter of the writer's language: `expect_head` is `expectHead`. */
function plain(name: string): string {
	return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** A third of the letters may be wrong. */
function mostEdits(given: string, name: string): number {
	return Math.floor((Math.max(given.length, name.length) + 1) / 3);
}

/** Damerau-Levenshtein distance in its form of optimal string alignment: letters added, left out, changed or swapped. */
function distance(from: string, to: string): number {
	let before: number[] = [];
	let above = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const line = [row];
		for (let column = 1; column <= to.length; column++) {
			const changed = at(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
			const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			const swapped = row > 1 && column > 1 && isSwap ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY;
			line.push(Math.min(at(above, column) + 1, at(line, column - 1) + 1, changed, swapped));
		}
		before = above;
		above = line;
	}
	return at(above, to.length);
}

function at(line: readonly number[], index: number): number {
	return line[index] ?? Number.POSITIVE_INFINITY;
}
