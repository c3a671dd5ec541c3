import { directionOf } from "./language.ts";

/**
 * Returns which way the page is written where an element stands: as the nearest attribute `dir` around it says, or, where
 * there is none, as the language of the texts is written. Styles of the page do not count: they are about its own texts.
 */
export function directionAt(element: Element, lang: string): "ltr" | "rtl" {
	const dir = nearest(element, "dir")?.toLowerCase();
	if (dir === "ltr" || dir === "rtl") return dir;
	if (dir === "auto") return getComputedStyle(element).direction === "rtl" ? "rtl" : "ltr";
	return directionOf(lang);
}

/** Returns an attribute of the nearest element around that has it, through the borders of shadow roots. */
export function nearest(element: Element, name: string): string | undefined {
	for (let one: Element | undefined = element; one;) {
		const found: Element | null = one.closest(`[${name}]`);
		if (found) return found.getAttribute(name) ?? undefined;
		const root = one.getRootNode();
		one = root instanceof ShadowRoot ? root.host : undefined;
	}
	return undefined;
}
