/** A piece of a text; one with `href` is a link. */
export interface Piece {
	readonly text: string;
	readonly href?: string;
}

const LABEL = String.raw`[\d\p{Script=Latin}-]{1,63}`;
const MAIL = String.raw`[\w.+-]{1,64}@(?:${LABEL}\.){1,8}\p{Script=Latin}{2,63}`;
/** Where a link begins: with what says so, or as a mail address, which ends by its own form. */
const BEGIN = new RegExp(
	String.raw`(?<![\d\p{Script=Latin}])(?:https?:\/\/|www\.(?=[\p{L}\d])|mailto:)|(?<![\w.+-])${MAIL}`,
	"giu",
);
const IS_MAIL = new RegExp(`^${MAIL}$`, "iu");

/** Ends a web address wherever it stands: blanks, what draws nothing, quotation marks, and the stops of East Asia. */
const STOP = /[\s\p{Cc}\p{Cf}<>"`«»‹›„“”‟、。〃〈-】〔-〟！-／：-＠［-｠｡-･\p{Emoji_Presentation}]/u;
/** Scripts that put no blank between a link and the next word. */
const SPACELESS =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}]/u;
/** What a word of such a script may follow within an address. */
const JOINT = /[/=?&#_+~-]/;
/** At the end it belongs to the sentence, or to the markup around the link. */
const TAIL = /[.,;:!?'’‚‘*~|…،؛؟۔।([{]/u;
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Finds the links in a text: web addresses and mail addresses, nothing else. Every character of the text is in one of the
 * pieces, in order; a link's address is what its text says.
 */
export function pieces(text: string): Piece[] {
	const found: Piece[] = [];
	let end = 0;
	/** What was looked at already; a part of an address that is none is no link by itself. */
	let seen = 0;
	for (const { 0: begin, index } of text.matchAll(BEGIN)) {
		if (index < seen) continue;
		const shown = IS_MAIL.test(begin) ? begin : withoutTail(text, index, endOf(text, index + begin.length));
		seen = index + shown.length;
		const href = linkTo(shown);
		if (href === undefined) continue;
		if (index > end) found.push({ text: text.slice(end, index) });
		found.push({ text: shown, href });
		end = seen;
	}
	if (end < text.length) found.push({ text: text.slice(end) });
	return found;
}

/** Returns how far an address goes that has begun before `from`: up to a stop, or a bracket that was opened before it. */
function endOf(text: string, from: number): number {
	const open: string[] = [];
	let slashes = 0;
	let before = "/";
	let at = from;
	for (const character of text.slice(from)) {
		const opening = CLOSING[character];
		if (STOP.test(character) || (opening !== undefined && open.pop() !== opening)) break;
		if (SPACELESS.test(character) && !(SPACELESS.test(before) || mayFollow(before, slashes))) break;
		if ("([{".includes(character)) open.push(character);
		if (character === "/") slashes++;
		before = character;
		at += character.length;
	}
	return at;
}

/** After the slash of a site's first page its address is over more often than not; in a name each label may begin so. */
function mayFollow(before: string, slashes: number): boolean {
	return slashes === 0 ? /[/.]/.test(before) : slashes === 1 && before === "/" ? false : JOINT.test(before);
}

function withoutTail(text: string, start: number, end: number): string {
	// An underscore may end an address; one that stands around it does not.
	const around = text[start - 1] === "_" ? "_" : "";
	let at = end;
	for (let last; (last = text[at - 1]) !== undefined && at > start && (TAIL.test(last) || last === around);) at--;
	return text.slice(start, at);
}

/** Returns the whole address that a text says, or `undefined` where it is none that may be followed. */
function linkTo(shown: string): string | undefined {
	if (IS_MAIL.test(shown)) return `mailto:${shown}`;
	if (/^mailto:/i.test(shown)) {
		const [mail = ""] = shown.slice("mailto:".length).split("?");
		return IS_MAIL.test(mail) ? parsed(shown)?.href : undefined;
	}
	const url = parsed(/^https?:/i.test(shown) ? shown : `https://${shown}`);
	// A name before the host is there to be taken for the host.
	const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
	const isPlain = url?.username === "" && url.password === "" && /[\p{L}\d]/u.test(url.hostname);
	return isWeb && isPlain ? url.href : undefined;
}

/** Returns the whole address that a path of a deployment stands for; empty for what is none. */
export function addressOf(path: string, base: string): string {
	return parsed(path, base)?.href ?? "";
}

function parsed(address: string, base?: string): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}
