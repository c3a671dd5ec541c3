import type { Visit } from "../origin.ts";
import { DIRECTIONS, type Language, languageOf, type Said } from "./languages.ts";
import { personOf, type SchoolPerson } from "./people.ts";
import { type TextName, TEXTS } from "./texts.ts";

/** Who asks for a page, in which language. */
export interface Visitor {
	readonly path: string;
	readonly person: SchoolPerson | undefined;
	readonly language: Language;
	readonly direction: "ltr" | "rtl";
	/** Whether the address itself says the language, so that it is to be kept. */
	readonly chose: boolean;
	/** A text of the pages, with its places filled in. */
	readonly say: (name: TextName, values?: { readonly [place: string]: string }) => string;
	/** A text of the courses. */
	readonly read: (text: Said) => string;
}

export const PERSON_COOKIE = "school_person";
export const LANGUAGE_COOKIE = "school_language";

export function visitorOf({ request }: Visit): Visitor {
	const { pathname: path, searchParams } = new URL(request.url);
	const chosen = languageOf(searchParams.get("lang"));
	const language = chosen ?? languageOf(cookie(request, LANGUAGE_COOKIE)) ?? "en";
	return {
		path,
		language,
		person: personOf(cookie(request, PERSON_COOKIE)),
		direction: DIRECTIONS[language],
		chose: chosen !== undefined,
		say: (name, values = {}) =>
			TEXTS[name][language].replaceAll(/\{(\w+)\}/g, (_, place: string) => values[place] ?? ""),
		read: (text) => text[language],
	};
}

function cookie(request: Request, name: string): string | undefined {
	const all = (request.headers.get("Cookie") ?? "").split("; ");
	return all.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** A `Set-Cookie` for the school's pages alone; without a value, it takes the cookie away. */
export function keepCookie(name: string, value: string | undefined): string {
	const life = value === undefined ? "; Max-Age=0" : "";
	return `${name}=${value ?? ""}; Path=/school; HttpOnly; SameSite=Lax${life}`;
}
