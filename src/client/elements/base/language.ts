import { isolated } from "./bidi.ts";

export type Texts = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;
/** A text's name; one in plural forms is named without its form. */
export type KeyOf<English> = keyof English extends infer K
	? K extends `${infer Base}.${"one" | "other"}`
		? Base
		: K & string
	: never;

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** The units in which people say how long something takes, in seconds, the largest first. */
const UNITS = [
	["week", 604_800],
	["day", 86_400],
	["hour", 3_600],
	["minute", 60],
	["second", 1],
] as const;

/** Words, numbers and dates in one language; an element brings its texts, `K` are their names. */
export class Language<K extends string> {
	readonly lang: string;
	readonly #locale: string;
	readonly #texts: Texts;
	readonly #formats = new Map<string, Intl.DateTimeFormat>();

	/**
	 * @param lang that of the texts
	 * @param locale that of times and numbers: the page's own, also where there are no texts in its language
	 */
	constructor(lang: string, texts: Texts, locale = lang) {
		this.lang = lang;
		this.#locale = locale;
		this.#texts = texts;
	}

	/**
	 * Returns a text, with its `{places}` filled in; `count` chooses the plural form. Texts that are filled in are isolated:
	 * they are names and the like, which may be written in another direction.
	 */
	readonly say = (key: K, values: Values = {}): string => {
		const { count } = values;
		const form = typeof count === "number" ? `.${new Intl.PluralRules(this.lang).select(count)}` : "";
		const text = this.#texts[key + form] ?? this.#texts[`${key}.other`] ?? this.#texts[key] ?? key;
		return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
			const value = Object.hasOwn(values, name) ? values[name] : undefined;
			return value === undefined ? place : typeof value === "number" ? this.number(value) : this.isolated(value);
		});
	};

	/** A text for a fault's code, or the general one. */
	fault(code: string | undefined): string {
		return this.#texts[`fault.${code}`] ?? this.#texts["fault"] ?? "";
	}

	number(value: number): string {
		return new Intl.NumberFormat(this.#locale).format(value);
	}

	/** @param bytes as "512 bytes", "18 kB" or "1.2 MB" */
	size(bytes: number): string {
		const [unit, value] =
			bytes < 1e3 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", Math.round(bytes / 1e3)] : ["megabyte", bytes / 1e6];
		const unitDisplay = bytes < 1e3 ? "long" : "short";
		return new Intl.NumberFormat(this.lang, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(
			value,
		);
	}

	/** @param seconds as "10 minutes", in the largest unit of which there is one */
	duration(seconds: number): string {
		const [unit, value] = inUnits(seconds);
		return new Intl.NumberFormat(this.lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
	}

	/** @param seconds from now, as "in 10 minutes" */
	when(seconds: number): string {
		const [unit, value] = inUnits(seconds);
		return new Intl.RelativeTimeFormat(this.lang).format(value, unit);
	}

	/** The time of the day. All times are milliseconds since 1970. */
	time(at: number): string {
		return this.#date(at, { hour: "numeric", minute: "2-digit" });
	}

	/** Day and time in full. */
	full(at: number): string {
		return this.#date(at, { dateStyle: "full", timeStyle: "short" });
	}

	/** A day as a heading: "Today", "Monday", "3 March". */
	day(at: number, now: number): string {
		const ago = daysBetween(at, now);
		if (ago === 0 || ago === 1) {
			const word = new Intl.RelativeTimeFormat(this.#locale, { numeric: "auto" }).format(-ago, "day");
			return word.charAt(0).toLocaleUpperCase(this.#locale) + word.slice(1);
		}
		if (ago > 0 && ago < WEEK_DAYS) return this.#date(at, { weekday: "long" });
		return this.#date(at, { day: "numeric", month: "long", ...(isSameYear(at, now) ? {} : { year: "numeric" }) });
	}

	/** When something happened, as short as a list needs it. */
	stamp(at: number, now: number): string {
		const ago = daysBetween(at, now);
		if (ago === 0) return this.time(at);
		if (ago > 0 && ago < WEEK_DAYS) return this.#date(at, { weekday: "short" });
		if (isSameYear(at, now)) return this.#date(at, { day: "numeric", month: "short" });
		return this.#date(at, { dateStyle: "short" });
	}

	/** Returns names in a row, as the language puts them, each isolated. */
	list(names: readonly string[]): string {
		return new Intl.ListFormat(this.lang).format(names.map((name) => this.isolated(name)));
	}

	/** Returns a text from outside, to be a part of one in this language. */
	isolated(text: string): string {
		return isolated(text, directionOf(this.lang) === "rtl");
	}

	#date(at: number, options: Intl.DateTimeFormatOptions): string {
		const name = JSON.stringify(options);
		// Making one costs more than all it formats.
		const format = this.#formats.get(name) ?? new Intl.DateTimeFormat(this.#locale, options);
		this.#formats.set(name, format);
		return format.format(at);
	}
}

function inUnits(seconds: number): [unit: (typeof UNITS)[number][0], value: number] {
	for (const [unit, length] of UNITS)
		if (seconds >= length * 0.95) return [unit, Math.max(1, Math.round(seconds / length))];
	return ["second", 1];
}

/** Days from one time to another, by the calendar of the page. */
export function daysBetween(at: number, now: number): number {
	return Math.round((midnight(now) - midnight(at)) / DAY_MS);
}

function midnight(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0);
}

function isSameYear(at: number, now: number): boolean {
	return new Date(at).getFullYear() === new Date(now).getFullYear();
}

/**
 * The texts of a language: of `pt-BR`, or else of `pt`, or else the English ones.
 *
 * @param load gets the file of a language; throws where there is none
 */
export async function textsFor(
	lang: string,
	english: Texts,
	load: (name: string) => Promise<{ readonly default: Texts }>,
): Promise<{ readonly lang: string; readonly texts: Texts; readonly locale: string }> {
	const tag = canonical(lang);
	const locale = tag;
	for (const name of new Set([tag, tag.split("-")[0] ?? tag])) {
		if (name === "en") return { lang: tag, texts: english, locale };
		const file = await load(name).catch(() => undefined);
		if (file) return { lang: tag, texts: { ...english, ...file.default }, locale };
	}
	return { lang: "en", texts: english, locale };
}

function canonical(lang: string): string {
	try {
		return Intl.getCanonicalLocales(lang)[0] ?? "en";
	} catch {
		return "en";
	}
}

const RTL = new Set(["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"]);

/** Which way a language is written. */
export function directionOf(lang: string): "ltr" | "rtl" {
	return RTL.has(lang.split("-")[0] ?? "") ? "rtl" : "ltr";
}
