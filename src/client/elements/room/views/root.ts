import { directionOf } from "../../base/language.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Room } from "../room.ts";
import { bannersView } from "./banners.ts";
import { composerView } from "./composer.ts";
import { headView } from "./head.ts";
import { logView } from "./log.ts";
import { menuView } from "./menu.ts";
import { closePeople, peopleView } from "./people.ts";
import { sheetView } from "./sheet.ts";
import { unavailableView } from "./unavailable.ts";

/** All of the room. */
export function roomView(room: Room): Child {
	const { speech, shown } = room;
	return h(
		"section",
		{
			class: `room ${room.isWide ? "wide" : ""}`,
			lang: speech.lang,
			dir: directionOf(speech.lang),
			"aria-label": shown.name || speech.say("room"),
			onkeydown: (event: KeyboardEvent) => {
				// Over the messages they are in the way; beside them they are not.
				if (event.key === "Escape" && room.showsPeople && !room.isWide && !room.sheet) closePeople(room);
			},
		},
		headView(room),
		h("div", { class: "main" }, talkView(room), room.showsPeople && peopleView(room)),
		room.menu && menuView(room, room.menu),
		room.sheet && sheetView(room, room.sheet),
		h("div", { role: "status", class: "aside" }, room.spoken),
	);
}

function talkView(room: Room): VNode {
	const { speech } = room;
	const { names } = room.typists;
	const text =
		names.length > 2
			? speech.say("typing.several")
			: names.length > 0 && speech.say("typing", { count: names.length, names: speech.list(names) });
	return h(
		"div",
		{ key: "talk", class: "talk" },
		bannersView(room),
		room.isUnavailable ? unavailableView(speech, () => room.rejoin()) : logView(room),
		h("div", { class: "typing" }, text && [h("i", { "aria-hidden": "true" }), h("span", null, text)]),
		composerView(room),
	);
}
