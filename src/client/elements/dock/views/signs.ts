import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";

/** Drawn on a grid of 24, as lines. */
export const BAR_ICONS = {
	chat: "M4 11.5C4 7.4 7.6 4 12 4s8 3.4 8 7.5S16.4 19 12 19a8.6 8.6 0 0 1-3.2-.6L4.5 20l1.2-3.7A7.2 7.2 0 0 1 4 11.5Z",
	close: "M6 6l12 12M18 6 6 18",
	down: "M6 9l6 6 6-6",
	up: "M6 15l6-6 6 6",
} as const;

/** @param path what is drawn */
export function drawing(name: string, path: string): VNode {
	return h("svg", { viewBox: "0 0 24 24", class: `icon i-${name}`, "aria-hidden": "true" }, h("path", { d: path }));
}

/** What only screen readers get. */
export function aside(text: string): VNode {
	return h("span", { class: "aside" }, text);
}

/** How many messages are unread. */
export function badge(dock: Dock, count: number): Child {
	if (count === 0) return undefined;
	const text = count > 99 ? `${dock.speech.number(99)}+` : dock.speech.number(count);
	return h(
		"span",
		{ class: "badge" },
		h("span", { "aria-hidden": "true" }, text),
		aside(dock.speech.say("unread", { count })),
	);
}
