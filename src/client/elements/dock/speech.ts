import { type KeyOf, Language, type Texts, textsFor } from "../base/language.ts";
import english from "../locales/en.json" with { type: "json" };

export type TextKey = KeyOf<typeof english>;
export type Speech = Language<TextKey>;

/**
 * The dock's texts in a language: of `pt-BR`, or else of `pt`, or else in English.
 *
 * @param over texts of the page's own, in the place of these
 */
export async function speechFor(wanted: string, over: Texts = {}): Promise<Speech> {
	const { lang, texts, locale } = await textsFor(
		wanted,
		english,
		// Every file of the folder becomes one that is loaded by itself.
		async (name) => (await import(`../locales/${name}.json`)) as { readonly default: Texts },
	);
	return new Language(lang, { ...texts, ...over }, locale);
}
