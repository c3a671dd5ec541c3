import { format } from "prettier";

const BEGIN = "<!-- faults:begin";
const END = "<!-- faults:end -->";

/**
 * The document with the table of faults between its markers.
 *
 * @param {string} markdown
 * @param {Readonly<Record<string, { close: number, http: number, message: string }>>} faults
 * @param {(close: number) => string} remedyOf
 * @returns {Promise<string>}
 */
export async function withFaultTable(markdown, faults, remedyOf) {
	const begin = markdown.indexOf("\n", markdown.indexOf(BEGIN));
	const end = markdown.indexOf(END);
	if (!markdown.includes(BEGIN) || end < begin) throw new Error("The document has no markers for the table of faults.");
	const rows = Object.entries(faults).map(
		([code, { close, http, message }]) => `| \`${code}\` | ${close} | ${http} | ${remedyOf(close)} | ${message} |`,
	);
	const table = await format(
		["| code | close | HTTP | remedy | message |", "|---|---|---|---|---|", ...rows].join("\n"),
		{
			parser: "markdown",
		},
	);
	return `${markdown.slice(0, begin + 1)}\n${table}\n${markdown.slice(end)}`;
}
