import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Person } from "../entry.ts";
import { openMenu } from "../menu.ts";
import { personItems } from "../moderate.ts";
import type { Room } from "../room.ts";
import { avatar, iconButton, stepThrough } from "./parts.ts";

/** Who is there. */
export function peopleView(room: Room): VNode {
	const { speech, crowd, you } = room;
	const people = crowd.sorted(you?.id, speech.lang);
	return h(
		"aside",
		{
			key: "people",
			class: "people",
			"aria-label": speech.say("people"),
		},
		h(
			"div",
			{ class: "people-head" },
			h("h3", null, speech.say("people")),
			iconButton("close", speech.say("people.close"), () => closePeople(room)),
		),
		h(
			"ul",
			{ class: "list", tabindex: "0", "aria-label": speech.say("people") },
			people.map((person) => personView(room, person)),
		),
		restView(room, people.length),
	);
}

export function closePeople(room: Room): void {
	room.peopleOpen = false;
	room.later(() => room.options.root.querySelector<HTMLElement>(".crowd")?.focus());
}

/** Those whom the list does not name: guests, and in a large room all beyond so many. */
function restView({ crowd, speech }: Room, shown: number): Child {
	const count = crowd.count ?? 0;
	const rest = count - shown;
	if (rest <= 0) return undefined;
	return h(
		"p",
		{ class: "hint" },
		crowd.isSample ? speech.say("sample", { shown, total: count }) : speech.say("more", { count: rest }),
	);
}

function personView(room: Room, person: Person): VNode {
	const { speech, you, isModerator } = room;
	const isYou = person.id === you?.id;
	return h(
		"li",
		{ key: person.id, class: "person" },
		avatar(person, speech),
		h(
			"span",
			{ class: "text" },
			h("bdi", { class: "name" }, person.name),
			isYou && h("small", null, isModerator ? `${speech.say("you")} · ${speech.say("moderator")}` : speech.say("you")),
		),
		isModerator && !isYou && actionsView(room, person),
	);
}

function actionsView(room: Room, person: Person): VNode {
	const label = room.speech.say("actions", { name: person.name });
	return iconButton(
		"more",
		label,
		({ currentTarget }) => {
			const at = currentTarget as HTMLElement;
			openMenu(room, { label, at, items: personItems(room, person, at) });
		},
		{
			"aria-haspopup": "menu",
			"data-rove": "people",
			onkeydown: (event: KeyboardEvent) => stepThrough(event, "[data-rove=people]"),
		},
	);
}
