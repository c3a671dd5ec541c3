import { posix } from "node:path";
import { findCycle } from "./cycles.mjs";
import { importsOf, usesOf } from "./source.mjs";
import { IMPURE, LAYERS, MAX_LINES, PRIVATE_FOLDERS } from "./table.mjs";

/** @typedef {import("./source.mjs").Import & { path?: string, package?: string }} Resolved */

/**
 * Checks a tree of files against the layers.
 *
 * @param {ReadonlyMap<string, string>} files their texts by path, relative to the repository's root
 * @returns {string[]} the problems, each as `path:line: what is wrong`
 */
export function checkLayers(files) {
	const problems = [];
	const graph = new Map();
	/** @type {Map<string, Set<string>>} */
	const holders = new Map();
	for (const [path, text] of files) {
		const imports = importsOf(text).map((one) => resolve(path, one));
		// What is erased cannot go round: types may know each other.
		const needed = imports.filter(({ typeOnly }) => !typeOnly);
		graph.set(
			path,
			needed.flatMap((one) => one.path ?? []),
		);
		for (const one of imports) if (one.package !== undefined) remember(holders, path, one.package);
		problems.push(
			...lengthProblems(path, text),
			...privacyProblems(path, imports),
			...layerProblems(path, text, imports),
		);
	}
	const cycle = findCycle(graph);
	if (cycle !== undefined) problems.push(`${cycle[0]}:1: imports go round in a circle: ${cycle.join(" -> ")}`);
	return [...problems, ...scatterProblems(holders)];
}

/**
 * @param {string} from
 * @param {import("./source.mjs").Import} one
 * @returns {Resolved}
 */
function resolve(from, one) {
	if (one.target.startsWith(".")) return { ...one, path: posix.join(posix.dirname(from), one.target) };
	const parts = one.target.split("/");
	return { ...one, package: parts.slice(0, one.target.startsWith("@") ? 2 : 1).join("/") };
}

/** @param {string} path */
function layerOf(path) {
	return LAYERS.find(({ at }) => path === at || (at.endsWith("/") && path.startsWith(at)));
}

/**
 * @param {Map<string, Set<string>>} holders
 * @param {string} path
 * @param {string} name
 */
function remember(holders, path, name) {
	const layer = layerOf(path);
	if (layer?.onlyIn?.[name] === undefined) return;
	// One budget for all layers of the same top folder: `src/client/` has a single home for its socket.
	const key = `${name} in ${layer.at.split("/").slice(0, 2).join("/")}/`;
	holders.set(key, (holders.get(key) ?? new Set()).add(path));
}

/** @param {ReadonlyMap<string, ReadonlySet<string>>} holders */
function scatterProblems(holders) {
	return [...holders]
		.filter(([, paths]) => paths.size > 1)
		.map(([what, paths]) => `${[...paths][1]}:1: ${what} may be imported by one file, and ${paths.size} do`);
}

/**
 * @param {string} path
 * @param {string} text
 */
function lengthProblems(path, text) {
	const lines = text.replace(/\n$/, "").split("\n").length;
	return lines > MAX_LINES ? [`${path}:${MAX_LINES + 1}: has ${lines} lines; ${MAX_LINES} is the most`] : [];
}

/**
 * @param {string} path
 * @param {readonly Resolved[]} imports
 */
function privacyProblems(path, imports) {
	// A configuration at the root belongs to the tool that reads it, not to the program.
	if (/^[^/]+\.config\.ts$/.test(path) && path !== "parlour.config.ts") return [];
	return Object.entries(PRIVATE_FOLDERS).flatMap(([folder, readers]) =>
		imports
			.filter((one) => one.path?.startsWith(folder) && !readers.some((reader) => path.startsWith(reader)))
			.map((one) => `${path}:${one.line}: nothing imports ${folder}`),
	);
}

/**
 * @param {string} path
 * @param {string} text
 * @param {readonly Resolved[]} imports
 */
function layerProblems(path, text, imports) {
	const layer = layerOf(path);
	if (layer === undefined) return path.startsWith("src/") ? [`${path}:1: is in no layer`] : [];
	const problems = imports.flatMap((one) => importProblem(path, layer, one) ?? []);
	if (layer.pure)
		for (const { line, found } of usesOf(text, IMPURE))
			problems.push(`${path}:${line}: ${layer.name} may not use ${found}; it is given in through a port`);
	return problems;
}

/**
 * @param {string} path
 * @param {import("./table.mjs").Layer} layer
 * @param {Resolved} one
 */
function importProblem(path, layer, one) {
	if (one.package !== undefined) return packageProblem(path, layer, one);
	if (one.path === undefined) return undefined;
	const target = layerOf(one.path);
	if (layer.name === "examples")
		return sameExample(path, one.path) ? undefined : `${path}:${one.line}: examples import public names only`;
	if (target === undefined) return `${path}:${one.line}: ${layer.name} may not import ${one.path}`;
	if (target === layer || layer.imports.includes(target.name)) return undefined;
	if (!layer.types?.includes(target.name)) return `${path}:${one.line}: ${layer.name} may not import ${target.name}`;
	return one.typeOnly ? undefined : `${path}:${one.line}: ${layer.name} may import types only of ${target.name}`;
}

/**
 * @param {string} path
 * @param {import("./table.mjs").Layer} layer
 * @param {Resolved} one
 */
function packageProblem(path, layer, one) {
	const name = one.package ?? "";
	if (layer.packages?.includes(name) || layer.packages?.includes("*")) return undefined;
	if (one.typeOnly && layer.packageTypes?.includes(name)) return undefined;
	return `${path}:${one.line}: ${layer.name} may not import the package ${name}`;
}

/**
 * @param {string} a
 * @param {string} b
 */
function sameExample(a, b) {
	return a.split("/").slice(0, 2).join("/") === b.split("/").slice(0, 2).join("/");
}
