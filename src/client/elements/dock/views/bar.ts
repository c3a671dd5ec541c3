import { h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { BAR_ICONS, badge, drawing } from "./signs.ts";

/** The bar at the bottom, and what opens above it. */
export function panelView(dock: Dock): VNode {
	return h(
		"div",
		{
			key: "panel",
			class: `card panel ${dock.open ? "open" : ""}`,
			onkeydown: (event: KeyboardEvent) => keyDown(event, dock),
		},
		barView(dock),
		dock.open && dock.late?.bodyView(dock),
	);
}

function keyDown(event: KeyboardEvent, dock: Dock): void {
	if (event.key !== "Escape" || !dock.open || dock.menu) return;
	event.preventDefault();
	event.stopPropagation();
	if (dock.making) {
		dock.unmade = dock.making;
		dock.making = undefined;
		dock.update();
		return;
	}
	dock.show(false);
	dock.focusBar();
}

/** What the connection is, where it is not as it should be. */
export function stateText({ inbox, speech, isUnavailable }: Dock): string {
	if (inbox.state === "live") return "";
	if (isUnavailable) return speech.say("unavailable.short");
	if (inbox.state === "lost" || inbox.state === "closed") return speech.say("state.lost");
	return speech.say(inbox.state === "recovering" ? "state.recovering" : "state.connecting");
}

function barView(dock: Dock): VNode {
	const { open, inbox, speech } = dock;
	const state = stateText(dock);
	return h(
		"div",
		{ class: "bar" },
		h(
			"button",
			{
				type: "button",
				"aria-expanded": String(open),
				// By the time of the click it is there.
				onpointerenter: () => void dock.load(),
				onclick: () => {
					dock.show(!open);
					dock.focusBar();
				},
			},
			h("span", { class: `sign ${dock.isUnavailable ? "lost" : inbox.state}` }, drawing("chat", BAR_ICONS.chat)),
			h("span", { class: "title" }, speech.say("chat"), state && h("small", null, state)),
			badge(dock, inbox.unread),
			drawing("toggle", BAR_ICONS[dock.phone.matches ? "close" : open ? "down" : "up"]),
		),
	);
}
