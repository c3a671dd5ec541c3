/**
 * The first circle of imports, as the files on it, or `undefined`.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph the files that each file imports
 * @returns {string[] | undefined}
 */
export function findCycle(graph) {
	/** @type {Set<string>} */
	const done = new Set();
	/** @type {string[]} */
	const path = [];

	/**
	 * @param {string} file
	 * @returns {string[] | undefined}
	 */
	function visit(file) {
		const start = path.indexOf(file);
		if (start >= 0) return [...path.slice(start), file];
		if (done.has(file)) return undefined;
		path.push(file);
		for (const next of graph.get(file) ?? []) {
			const cycle = visit(next);
			if (cycle !== undefined) return cycle;
		}
		path.pop();
		done.add(file);
		return undefined;
	}

	for (const file of graph.keys()) {
		const cycle = visit(file);
		if (cycle !== undefined) return cycle;
	}
	return undefined;
}
