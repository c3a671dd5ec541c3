/** Markup, as opposed to text: only {@link html} makes it, and it escapes every text that is put in. */
export class Html {
	readonly markup: string;

	constructor(markup: string) {
		this.markup = markup;
	}
}

/** What may stand in a page: markup as it is, text escaped, several of them in a row, or nothing. */
export type Part = Html | string | number | false | undefined | readonly Part[];

/**
 * Markup with parts put into it, each as text unless it is markup itself. For element contents and quoted attributes.
 *
 * @example html`<a href="${address}">${title}</a>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(strings.map((text, index) => text + written(parts[index])).join(""));
}

function written(part: Part): string {
	if (part === undefined || part === false) return "";
	if (part instanceof Html) return part.markup;
	return typeof part === "object" ? part.map(written).join("") : escaped(String(part));
}

const ENTITIES: { readonly [character: string]: string } = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

function escaped(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
