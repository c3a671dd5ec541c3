import { directionAt } from "../../base/direction.ts";
import { h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { raise } from "../layer.ts";
import { panelView } from "./bar.ts";

/** All of the dock: a row at the bottom of the page, or on a phone one panel over all of it. */
export function rootView(dock: Dock): VNode {
	const { host, speech } = dock;
	return h(
		"div",
		{
			class: "layer",
			popover: "manual",
			lang: speech.lang,
			dir: directionAt(host, speech.lang),
			ref: (layer: HTMLElement) => raise(layer, host),
		},
		dockView(dock),
	);
}

function dockView(dock: Dock): VNode {
	const { shown, speech, isSheet, late } = dock;
	const front = shown?.front;
	const key = `round${dock.entrance.round}`;
	const content = [
		isSheet && front ? undefined : panelView(dock),
		isSheet && front && late?.windowView(dock, front),
		!dock.phone.matches &&
			late &&
			shown?.all.map((win) => (win.min ? late.tabView(dock, win) : late.windowView(dock, win))),
		late?.menuView(dock),
		h("div", { role: "status", class: "aside" }, dock.spoken),
	];
	if (!isSheet) return h("section", { key, class: "dock", "aria-label": speech.say("chat") }, content);
	return h(
		"dialog",
		{
			class: "dock sheet",
			"aria-label": speech.say("chat"),
			// The browser keeps the keyboard within it.
			ref: (element: HTMLDialogElement) => element.showModal(),
			oncancel: (event: Event) => {
				event.preventDefault();
				stepBack(dock);
			},
		},
		content,
	);
}

/** What Escape does on a phone: it goes back by one. */
export function stepBack(dock: Dock): void {
	const front = dock.shown?.front;
	if (dock.menu) dock.menu.close();
	else if (front) dock.shown?.minimise(front);
	else dock.show(false);
}
