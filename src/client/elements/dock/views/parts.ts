import type { Person, Status } from "../../../chat/types.ts";
import { initials } from "../../base/graphemes.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import type { TextKey } from "../speech.ts";
import { BAR_ICONS, drawing } from "./signs.ts";

/** Drawn on a grid of 24, as lines. */
const ICONS = {
	...BAR_ICONS,
	people:
		"M16 19v-1a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v1M9.5 10.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM21 19v-1a4 4 0 0 0-3-3.87M15.5 4.2a3.2 3.2 0 0 1 0 6.2",
	settings:
		"M4 7h9M19 7h1M4 17h1M11 17h9M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
	minimise: "M6 12h12",
	more: "M5 12h.01M12 12h.01M19 12h.01",
	send: "M4.5 12h7M4.5 12 3 4.5 21 12 3 19.5 4.5 12Z",
	attach: "M20 11.5 12.4 19a4.7 4.7 0 0 1-6.7-6.7l7.9-7.9a3.1 3.1 0 0 1 4.5 4.5L10.3 16.6a1.6 1.6 0 0 1-2.2-2.3l7-7",
	reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
	back: "M15 5l-7 7 7 7",
	plus: "M12 5v14M5 12h14",
	muted: "M18 16.5H5l1.5-2V10a5.5 5.5 0 0 1 9-4.2M17.5 11v3M10 19.5a2 2 0 0 0 4 0M4 4l16 16",
	file: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8l-5-5ZM14 3v5h5",
	smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5s1.2 1.7 3.5 1.7 3.5-1.7 3.5-1.7M9 9.5h.01M15 9.5h.01",
	clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5V12l3 2",
	alert: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5v5.5M12 16.2h.01",
	search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.9-4.9",
} as const;
export type IconName = keyof typeof ICONS;

export function icon(name: IconName): VNode {
	return drawing(name, ICONS[name]);
}

/** A button that shows an icon, and is called by a text. */
export function iconButton(name: IconName, label: string, onclick: (event: Event) => void, more?: object): VNode {
	return h(
		"button",
		{ type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more },
		icon(name),
	);
}

export function button(label: string, onclick: () => void, kind = ""): VNode {
	return h("button", { type: "button", class: `button ${kind}`, onclick }, label);
}

const HUES = 8;

/** A user's sign: the initials of their name, on a colour that stays theirs. */
export function avatar(dock: Dock, person: Person, size = ""): VNode {
	let hash = 0;
	for (const character of person.id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
	return h(
		"span",
		{ class: `avatar ${size}`, "data-hue": hash % HUES, "aria-hidden": "true" },
		initials(nameOf(person), dock.speech.lang),
		dot(dock.status(person.id)),
	);
}

export function groupAvatar(size = ""): VNode {
	return h("span", { class: `avatar group ${size}`, "aria-hidden": "true" }, icon("people"));
}

export function dot(status: Status | undefined): Child {
	return status && h("span", { class: `dot ${status}` });
}

const STATUS_TEXTS = { online: "status.online", idle: "status.idle", away: "status.away" } as const satisfies Record<
	Status,
	TextKey
>;

export function statusText(dock: Dock, status: Status | undefined): string {
	return status ? dock.speech.say(STATUS_TEXTS[status]) : "";
}

/** Something that is on or off. */
export function toggle(label: string, on: boolean, onclick: () => void, hint?: string): VNode {
	return h(
		"button",
		{ type: "button", class: "setting", role: "switch", "aria-checked": String(on), onclick },
		h("span", { class: "label" }, label, hint && h("small", null, hint)),
		h("span", { class: "switch", "aria-hidden": "true" }),
	);
}

/**
 * A list of which one entry takes part in the order of the keyboard, and arrow keys go to the others.
 *
 * @param keys the entries', in order
 */
export function roving(dock: Dock, list: string, keys: readonly string[]): (key: string) => object {
	const picked = dock.picked.get(list);
	const current = picked !== undefined && keys.includes(picked) ? picked : keys[0];
	return (key) => ({
		"data-rove": true,
		tabindex: key === current ? "0" : "-1",
		onfocus: () => {
			if (dock.picked.get(list) === key) return;
			dock.picked.set(list, key);
			dock.update();
		},
		onkeydown: (event: KeyboardEvent) => stepThrough(event, "[data-rove]"),
	});
}

/**
 * Moves the keyboard within a list by arrow keys, Home and End.
 *
 * @param isRow whether its entries stand side by side
 */
export function stepThrough(event: KeyboardEvent, selector: string, isRow = false): void {
	const here = event.currentTarget as HTMLElement;
	const list = here.closest("[data-list]") ?? here.getRootNode();
	const all = Array.from((list as ParentNode).querySelectorAll<HTMLElement>(selector));
	const index = all.indexOf(event.target as HTMLElement);
	const [back, on] = isRow ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
	const step = isRow && getComputedStyle(here).direction === "rtl" ? -1 : 1;
	const steps = new Map([
		[back, index - step],
		[on, index + step],
		["Home", 0],
		["End", all.length - 1],
	]);
	const target = steps.get(event.key);
	if (target === undefined || index < 0) return;
	event.preventDefault();
	all[Math.min(Math.max(target, 0), all.length - 1)]?.focus();
}
