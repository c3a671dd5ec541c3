import { h, type VNode } from "../../base/vdom.ts";
import type { Room } from "../room.ts";
import { aside, icon } from "./parts.ts";

/** What the room is called, how many are there, and what the connection is. */
export function headView(room: Room): VNode {
	const { speech, shown, crowd, state } = room;
	const here = crowd.count === undefined ? "" : speech.say("here", { count: crowd.count });
	return h(
		"header",
		{ class: "head" },
		h("span", { class: "sign", "aria-hidden": "true" }, icon("chat")),
		h(
			"div",
			{ class: "text" },
			h("h2", { class: "title", dir: "auto" }, shown.name || speech.say("room")),
			h(
				"p",
				{ class: "state" },
				h("span", { class: `lamp ${room.isUnavailable ? "lost" : state}`, "aria-hidden": "true" }),
				h("span", { role: "status", class: state === "live" ? "aside" : "" }, stateText(room)),
				state === "live" && h("span", { class: "here" }, here || stateText(room)),
			),
		),
		crowd.people && state !== "lost" && peopleButton(room),
	);
}

function stateText({ state, speech, isUnavailable }: Room): string {
	if (isUnavailable) return speech.say("unavailable.short");
	if (state === "lost" || state === "closed") return speech.say("state.lost");
	if (state === "live") return speech.say("state.live");
	return speech.say(state === "recovering" ? "state.recovering" : "state.connecting");
}

function peopleButton(room: Room): VNode {
	const { speech, showsPeople, crowd } = room;
	const onclick = (): void => {
		room.peopleOpen = !showsPeople;
		room.update();
	};
	return h(
		"button",
		{ type: "button", class: "crowd", "aria-expanded": String(showsPeople), title: speech.say("people"), onclick },
		icon("people"),
		aside(speech.say("people")),
		" ",
		speech.number(crowd.count ?? 0),
	);
}
