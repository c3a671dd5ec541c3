import { h, type Child, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { stepThrough } from "./parts.ts";

export interface MenuItem {
	readonly label: string;
	readonly run: () => void;
	readonly danger?: boolean;
	/** An emoji: these stand in a row above the others. */
	readonly emoji?: boolean;
}

/** A menu over everything else, at what opened it. */
export interface Menu {
	readonly label: string;
	readonly items: readonly MenuItem[];
	readonly at: HTMLElement;
	close(): void;
}

const GAP = 8;

export function openMenu(dock: Dock, menu: Omit<Menu, "close">): void {
	const close = (): void => {
		if (dock.menu !== opened) return;
		dock.menu = undefined;
		document.removeEventListener("pointerdown", outside, true);
		dock.update();
		menu.at.focus({ preventScroll: true });
	};
	const outside = (event: Event): void => {
		const isInside = event.composedPath().some((one) => one instanceof Element && one.classList.contains("menu"));
		if (!isInside) close();
	};
	const opened: Menu = { ...menu, close };
	dock.menu = opened;
	document.addEventListener("pointerdown", outside, true);
	dock.update();
}

export function menuView(dock: Dock): Child {
	const { menu } = dock;
	if (!menu) return undefined;
	return h(
		"div",
		{
			key: "menu",
			class: "menu",
			"data-list": true,
			role: "menu",
			"aria-label": menu.label,
			ref: (element: HTMLElement) => {
				put(element, menu.at);
				element.querySelector("button")?.focus({ preventScroll: true });
			},
			onkeydown: (event: KeyboardEvent) => keyDown(event, menu),
		},
		h(
			"div",
			{ class: "emojis", role: "none" },
			menu.items.filter(({ emoji }) => emoji).map((item) => itemView(menu, item)),
		),
		menu.items.filter(({ emoji }) => !emoji).map((item) => itemView(menu, item)),
	);
}

function itemView(menu: Menu, { label, run, danger }: MenuItem): VNode {
	const onclick = (): void => {
		// First, so that what it opens has the keyboard afterwards.
		menu.close();
		run();
	};
	return h(
		"button",
		{ type: "button", role: "menuitem", tabindex: "-1", class: danger ? "danger" : "", onclick },
		label,
	);
}

function keyDown(event: KeyboardEvent, menu: Menu): void {
	if (event.key === "Tab" || event.key === "Escape") {
		event.preventDefault();
		event.stopPropagation();
		menu.close();
		return;
	}
	const isEmoji = (event.target as Element).parentElement?.className === "emojis";
	if (!isEmoji || event.key !== "ArrowDown") return stepThrough(event, "button", isEmoji);
	event.preventDefault();
	(event.currentTarget as Element).querySelector<HTMLElement>(":scope > button")?.focus();
}

/** Under what opened it where there is room, over it otherwise; always inside of the page. */
function put(element: HTMLElement, at: HTMLElement): void {
	const { width, height } = element.getBoundingClientRect();
	const anchor = at.getBoundingClientRect();
	const isRtl = getComputedStyle(at).direction === "rtl";
	const left = isRtl ? anchor.left : anchor.right - width;
	const isBelow = anchor.bottom + height + GAP < innerHeight;
	const top = isBelow ? anchor.bottom + 4 : anchor.top - height - 4;
	element.style.left = `${clamp(left, innerWidth - width)}px`;
	element.style.top = `${clamp(top, innerHeight - height)}px`;
}

function clamp(value: number, most: number): number {
	return Math.max(GAP, Math.min(value, most - GAP));
}
