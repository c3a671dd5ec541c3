import { directionOf } from "../../base/language.ts";
import { h, type VNode } from "../../base/vdom.ts";
import type { Shown } from "../room.ts";
import type { Speech } from "../speech.ts";
import { button, icon } from "./parts.ts";

/** The room cannot be entered for now; why is for whoever runs the site. */
export function unavailableView(speech: Speech, retry: () => void): VNode {
	return h(
		"div",
		{ key: "unavailable", class: "empty unavailable", role: "alert" },
		icon("alert"),
		h("p", { class: "strong" }, speech.say("unavailable")),
		h("p", null, speech.say("unavailable.text")),
		button(speech.say("retry"), retry),
	);
}

/** All that is shown where the element's attributes cannot be right. */
export function refusedView({ name, speech }: Shown, retry: () => void): VNode {
	return h(
		"section",
		{
			key: "refused",
			class: "room",
			lang: speech.lang,
			dir: directionOf(speech.lang),
			"aria-label": name || speech.say("room"),
		},
		h(
			"header",
			{ class: "head" },
			h("span", { class: "sign", "aria-hidden": "true" }, icon("chat")),
			h("div", { class: "text" }, h("h2", { class: "title", dir: "auto" }, name || speech.say("room"))),
		),
		h("div", { class: "main" }, h("div", { class: "talk" }, unavailableView(speech, retry))),
	);
}
