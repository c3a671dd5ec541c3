import type { Room } from "./room.ts";

export interface MenuItem {
	readonly label: string;
	readonly run: () => void;
	readonly danger?: boolean;
}

/** A menu over everything else, at what opened it. */
export interface Menu {
	readonly label: string;
	readonly items: readonly MenuItem[];
	readonly at: HTMLElement;
}

export function openMenu(room: Room, menu: Menu): void {
	room.menu = menu;
	room.update();
}

/**
 * Shows a menu above the page, where something else that is touched closes it. Browsers without popovers have it where its
 * styles put it, and this listens in their place.
 */
export function showMenu(room: Room, menu: Menu, element: HTMLElement): void {
	if ("showPopover" in element) return element.showPopover();
	const outside = (event: Event): void => {
		if (room.menu === menu && event.composedPath().includes(element)) return;
		document.removeEventListener("pointerdown", outside, true);
		if (room.menu === menu) closeMenu(room);
	};
	document.addEventListener("pointerdown", outside, true);
}

/** Closes it, and gives the keyboard back to what opened it. */
export function closeMenu(room: Room): void {
	const { menu } = room;
	if (!menu) return;
	room.menu = undefined;
	room.later(() => menu.at.focus({ preventScroll: true }));
}
