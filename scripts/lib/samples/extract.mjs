/**
 * A piece of code in a document.
 *
 * @typedef {object} Sample
 * @property {string} path the document's
 * @property {number} line where the code begins in it, from 1
 * @property {string} language as its fence says; of an indented block `html`, `sh`, or `text` for a listing
 * @property {string} code
 * @property {string} prelude declarations of the names that the sample takes from its surroundings
 */

const FENCE = /^( *)```([a-z]*) *$/;
const INDENT = "    ";
const COMMAND = /^(?:[A-Z_]+=\S+ +)*(?:bash|cd|curl|docker|export|git|node|npm|npx|openssl|php|python3)\b/;
/** Declarations that the reader does not see: `<!-- sample: declare const channel: Channel; -->` above the code. */
const PRELUDE = /<!-- sample:((?:(?!-->)[\s\S])*)-->\s*$/;

/**
 * The code in a Markdown document: fenced, or indented after an empty line.
 *
 * @param {string} path
 * @param {string} text
 * @returns {Sample[]}
 */
export function samplesIn(path, text) {
	const lines = text.split("\n");
	/** @type {Sample[]} */
	const samples = [];
	for (let at = 0; at < lines.length; at++) {
		const [, indent, language] = FENCE.exec(lines[at] ?? "") ?? [];
		const isFence = indent !== undefined && language !== undefined;
		const isIndented = !isFence && isIndentedBlock(lines, at);
		if (!isFence && !isIndented) continue;
		const first = isFence ? at + 1 : at;
		const end = isFence ? endOfFence(lines, first) : endOfIndent(lines, first);
		const cut = isFence ? indent.length : INDENT.length;
		const code = lines
			.slice(first, end)
			.map((line) => line.slice(cut))
			.join("\n");
		const prelude = PRELUDE.exec(lines.slice(0, at).join("\n"))?.[1] ?? "";
		samples.push({
			path,
			line: first + 1,
			language: isFence ? language : languageOf(code),
			code,
			prelude: prelude.trim(),
		});
		at = end;
	}
	return samples;
}

/**
 * Text that goes on in a list is indented too, so that only what follows an empty line and no list is code.
 *
 * @param {readonly string[]} lines
 * @param {number} at
 */
function isIndentedBlock(lines, at) {
	if (!lines[at]?.startsWith(INDENT) || lines[at]?.trim() === "" || (lines[at - 1] ?? "").trim() !== "") return false;
	const before = lines.slice(0, at).findLast((line) => line.trim() !== "" && !line.startsWith(" ")) ?? "";
	return !/^(?:[-*]|[0-9]+\.) /.test(before);
}

/**
 * @param {readonly string[]} lines
 * @param {number} from
 */
function endOfFence(lines, from) {
	const end = lines.findIndex((line, index) => index >= from && /^ *``` *$/.test(line));
	return end < 0 ? lines.length : end;
}

/**
 * @param {readonly string[]} lines
 * @param {number} from
 */
function endOfIndent(lines, from) {
	const end = lines.findIndex((line, index) => index > from && line.trim() !== "" && !line.startsWith(INDENT));
	return end < 0 ? lines.length : end;
}

/** @param {string} code */
function languageOf(code) {
	if (code.trimStart().startsWith("<")) return "html";
	return COMMAND.test(code) ? "sh" : "text";
}
