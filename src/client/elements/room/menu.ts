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

/** Closes it, and gives the keyboard back to what opened it. */
export function closeMenu(room: Room): void {
	const { menu } = room;
	if (!menu) return;
	room.menu = undefined;
	room.later(() => menu.at.focus({ preventScroll: true }));
}
