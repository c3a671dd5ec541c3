import { h, type VNode } from "../../base/vdom.ts";
import { closeMenu, type Menu, showMenu } from "../menu.ts";
import type { Room } from "../room.ts";
import { stepThrough } from "./parts.ts";

const GAP = 8;

/** A menu, over everything else in the page: the browser closes it when something else is touched. */
export function menuView(room: Room, menu: Menu): VNode {
	return h(
		"div",
		{
			key: menu,
			class: "menu",
			popover: "auto",
			role: "menu",
			"aria-label": menu.label,
			ref: (element: HTMLElement) => {
				showMenu(room, menu, element);
				put(element, menu.at);
				element.querySelector("button")?.focus({ preventScroll: true });
			},
			ontoggle: (event: ToggleEvent) => {
				if (event.newState === "closed" && room.menu === menu) closeMenu(room);
			},
			onkeydown: (event: KeyboardEvent) => {
				if (event.key === "Tab" || event.key === "Escape") {
					event.preventDefault();
					event.stopPropagation();
					closeMenu(room);
				} else stepThrough(event, "[role=menuitem]");
			},
		},
		menu.items.map(({ label, danger, run }) => {
			const onclick = (): void => {
				// First, so that what it opens has the keyboard afterwards.
				closeMenu(room);
				run();
			};
			return h(
				"button",
				{ type: "button", role: "menuitem", tabindex: "-1", class: danger ? "danger" : "", onclick },
				label,
			);
		}),
	);
}

/** Under what opened it where there is room, over it otherwise; always inside of the window. */
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
