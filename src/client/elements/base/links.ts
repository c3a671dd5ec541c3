/** A piece of a text; one with `href` is a link. */
export interface Piece {
	readonly text: string;
	readonly href?: string;
}

// Bounded, so that a long text without blanks costs no more than its length.
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"`]{2,2000}|(?:\bmailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
const PROTOCOLS = new Set(["http:", "https:", "mailto:"]);
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Finds the links in a text: web addresses and mail addresses, nothing else. */
export function pieces(text: string): Piece[] {
	const found: Piece[] = [];
	let end = 0;
	for (const { 0: raw, index } of text.matchAll(LINK)) {
		const shown = withoutTail(raw);
		const href = address(shown);
		if (href === undefined) continue;
		if (index > end) found.push({ text: text.slice(end, index) });
		found.push({ text: shown, href });
		end = index + shown.length;
	}
	if (end < text.length) found.push({ text: text.slice(end) });
	return found;
}

/** The full stop after an address is no part of it, nor a bracket that was opened before it. */
function withoutTail(raw: string): string {
	let shown = raw;
	for (;;) {
		const last = shown.at(-1) ?? "";
		const opening = CLOSING[last];
		const isTail = opening === undefined ? /[.,;:!?'»”’،؟]/u.test(last) : !shown.includes(opening);
		if (!isTail) return shown;
		shown = shown.slice(0, -1);
	}
}

function address(shown: string): string | undefined {
	const full = /^(?:https?|mailto):/i.test(shown)
		? shown
		: shown.includes("@") && !/^www\./i.test(shown)
			? `mailto:${shown}`
			: `https://${shown}`;
	const url = URL.parse(full);
	return url && PROTOCOLS.has(url.protocol) ? url.href : undefined;
}
