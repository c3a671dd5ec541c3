/** The languages that the school's pages are in. The chat knows more. */
export const LANGUAGES = ["en", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language. */
export type Said = { readonly [L in Language]: string };

export const DIRECTIONS: { readonly [L in Language]: "ltr" | "rtl" } = { en: "ltr", ar: "rtl" };

export function languageOf(given: string | null | undefined): Language | undefined {
	return LANGUAGES.find((language) => language === given);
}
