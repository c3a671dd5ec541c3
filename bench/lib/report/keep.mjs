import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.mjs";

/**
 * Writes the page and the drawing of today.
 *
 * @param {string} text
 * @param {readonly any[]} rows
 */
export function keepReport(text, rows) {
	const folder = fileURLToPath(new URL("../../results/", import.meta.url));
	const date = new Date().toISOString().slice(0, 10);
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}${date}.md`, `${text}\n![The same as a chart](${date}.svg)\n`);
	writeFileSync(`${folder}${date}.svg`, chart(rows, date));
}
