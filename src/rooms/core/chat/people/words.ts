/** Letters that have no form without their stroke or ligature in Unicode, by how they are searched for. */
const PLAIN: { readonly [letter: string]: string } = {
	ß: "ss",
	æ: "ae",
	œ: "oe",
	ø: "o",
	ł: "l",
	đ: "d",
	ð: "d",
	þ: "th",
	ħ: "h",
	ı: "i",
};
const UNPLAIN = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/** A text as it is sorted and searched by: without case, accents and forms of the same letter. */
export function folded(text: string): string {
	const bare = text
		.normalize("NFKD")
		.replaceAll(/\p{Mn}/gu, "")
		.toLowerCase();
	return bare.replaceAll(UNPLAIN, (letter) => PLAIN[letter] ?? letter);
}

/** The words of a text that was folded. */
export function wordsOf(text: string): readonly string[] {
	return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * How a search finds names: each of its words begins one of the name's, in whatever order. One without words, as of an
 * emoji, finds names that hold it; an empty one finds all.
 */
export function finder(query: string): (name: { readonly text: string; readonly words: readonly string[] }) => boolean {
	const text = folded(query).trim();
	const wanted = wordsOf(text);
	if (wanted.length === 0) return (name) => name.text.includes(text);
	return ({ words }) => wanted.every((start) => words.some((word) => word.startsWith(start)));
}
