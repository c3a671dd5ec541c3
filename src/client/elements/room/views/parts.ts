import { initials } from "../../base/graphemes.ts";
import { h, type VNode } from "../../base/vdom.ts";
import type { Person } from "../entry.ts";
import type { Speech } from "../speech.ts";

/** Drawn on a grid of 24, as lines. */
const ICONS = {
	chat: "M20 11.5a7.5 7.5 0 0 1-11 6.6L4 20l1.9-4.6A7.5 7.5 0 1 1 20 11.5Z",
	people:
		"M16 19v-1a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v1M9.5 10.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM21 19v-1a4 4 0 0 0-3-3.87M15.5 4.2a3.2 3.2 0 0 1 0 6.2",
	close: "M6 6l12 12M18 6 6 18",
	more: "M5 12h.01M12 12h.01M19 12h.01",
	send: "M4.5 12h7M4.5 12 3 4.5 21 12 3 19.5 4.5 12Z",
	down: "M6 9l6 6 6-6",
	check: "M5 12.5l4.5 4.5L19 7.5",
	alert: "M12 8.5v4.5M12 16.2h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
	clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2",
	hush: "M4 10v4h3.5l4.5 4V6L7.5 10H4ZM16 9.5l5 5M21 9.5l-5 5",
	door: "M14 4H6v16h8M11 12h10M17.5 8.5 21 12l-3.5 3.5",
} as const;

export function icon(name: keyof typeof ICONS): VNode {
	return h(
		"svg",
		{ viewBox: "0 0 24 24", class: `icon i-${name}`, "aria-hidden": "true" },
		h("path", { d: ICONS[name] }),
	);
}

/** A button that shows an icon, and is called by a text. */
export function iconButton(
	name: keyof typeof ICONS,
	label: string,
	onclick: (event: Event) => void,
	more?: object,
): VNode {
	return h(
		"button",
		{ type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more },
		icon(name),
	);
}

/** @param busy that it does nothing for now; unlike one that is disabled, it keeps the keyboard */
export function button(label: string, onclick: (event: Event) => void, kind = "", busy = false): VNode {
	return h("button", { type: "button", class: `button ${kind}`, "aria-disabled": busy && "true", onclick }, label);
}

/** What only screen readers get. */
export function aside(text: string): VNode {
	return h("span", { class: "aside" }, text);
}

const HUES = 8;

/** A user's sign: the initials of their name, on a colour that stays theirs. */
export function avatar({ id, name }: Person, { lang }: Speech): VNode {
	return h("span", { class: "avatar", "data-hue": hueOf(id), "aria-hidden": "true" }, initials(name, lang));
}

export function hueOf(id: string): number {
	let hash = 0;
	for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	return hash % HUES;
}

/** Moves the keyboard within a list by arrow keys, Home and End. */
export function stepThrough(event: KeyboardEvent, selector: string): void {
	const here = event.currentTarget;
	const root = here instanceof Element ? here.getRootNode() : undefined;
	if (!(root instanceof ShadowRoot)) return;
	const all = Array.from(root.querySelectorAll<HTMLElement>(selector));
	const index = all.indexOf(root.activeElement as HTMLElement);
	const target = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: all.length - 1 }[event.key];
	if (target === undefined || index < 0) return;
	event.preventDefault();
	all[Math.min(Math.max(target, 0), all.length - 1)]?.focus();
}
