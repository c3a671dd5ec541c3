import type { OpenConversation, Person } from "../../../chat/types.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import type { Win } from "../window.ts";
import { avatar, button, iconButton } from "./parts.ts";

/** The members of a group, and who may join them. */
export function membersView(dock: Dock, win: Win, conversation: OpenConversation): Child {
	const { speech } = dock;
	const { members = [], size = 0 } = dock.summary(win.id) ?? {};
	const ids = new Set(members.map(({ id }) => id));
	const others = (dock.people?.get().people ?? []).filter(({ id }) => !ids.has(id) && id !== dock.you);
	const change = (one: { add?: string[]; remove?: string[] }): void =>
		void dock.attempt(conversation.members(one), win);
	const rest = size - members.length;
	return h(
		"div",
		{ class: "members" },
		h(
			"ul",
			{ class: "list plain", "aria-label": speech.say("members.title") },
			members.map((person) => memberView(dock, person, () => change({ remove: [person.id] }))),
		),
		rest > 0 && h("p", { class: "hint" }, speech.say("members.more", { count: rest })),
		others.length > 0 && h("h3", null, speech.say("members.add")),
		h(
			"ul",
			{ class: "list plain", "aria-label": speech.say("members.add") },
			others.map((person) =>
				h(
					"li",
					{ key: person.id },
					avatar(dock, person, "small"),
					h("bdi", { class: "name" }, nameOf(person)),
					addButton(dock, person, () => change({ add: [person.id] })),
				),
			),
		),
	);
}

function memberView(dock: Dock, person: Person, remove: () => void): VNode {
	const { speech } = dock;
	const isYou = person.id === dock.you;
	const name = nameOf(person);
	return h(
		"li",
		{ key: person.id },
		avatar(dock, person, "small"),
		h("bdi", { class: "name" }, isYou ? speech.say("name.you", { name }) : name),
		!isYou && button(speech.say("message.to"), () => void dock.talkTo(person.id), "link"),
		!isYou && iconButton("close", speech.say("members.remove", { name }), remove),
	);
}

function addButton(dock: Dock, person: Person, add: () => void): VNode {
	return iconButton("plus", dock.speech.say("members.addOne", { name: nameOf(person) }), add);
}
