import { isBlank } from "../../../../protocol/chat/blank.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { PersonOnline } from "../../../chat/types.ts";
import { excessOf } from "../../base/length.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import { avatar, button, roving, statusText } from "./parts.ts";
import { stateText } from "./bar.ts";
import { searchField } from "./search.ts";
import { aside } from "./signs.ts";
import { talkTo } from "../talk.ts";

/** Who is online, with a search; or whom a new group is to have. */
export function peopleView(dock: Dock): Child {
	const { speech, making, people, inbox } = dock;
	const state = people?.get();
	const isKnown = state && inbox.state === "live";
	return [
		making && makingView(dock, making),
		searchField({
			label: speech.say("people.search"),
			value: dock.query,
			max: CHAT_LIMITS.queryChars,
			search: (query) => dock.search(query),
		}),
		h(
			"div",
			{ class: "line count" },
			h(
				"span",
				{ role: "status" },
				isKnown ? speech.say("online", { count: state.count }) : stateText(dock) || speech.say("loading"),
			),
			!making && button(speech.say("group.new"), () => startMaking(dock), "link"),
		),
		state && listView(dock, state.people),
		state?.more && h("p", { class: "hint" }, speech.say("people.more")),
	];
}

function startMaking(dock: Dock): void {
	dock.making = dock.unmade ?? { name: "", users: new Map() };
	dock.unmade = undefined;
	dock.update();
	queueMicrotask(() => queueMicrotask(() => dock.root.querySelector<HTMLElement>(".making input")?.focus()));
}

function listView(dock: Dock, all: readonly PersonOnline[]): Child {
	const people = all.filter(({ id }) => id !== dock.you);
	if (people.length === 0)
		return h("p", { class: "hint" }, dock.speech.say(dock.query === "" ? "people.none" : "people.notFound"));
	const rove = roving(
		dock,
		"people",
		people.map(({ id }) => id),
	);
	return h(
		"ul",
		{ class: "list", "data-list": true, "aria-label": dock.speech.say("people") },
		people.map((person) => h("li", { key: person.id }, personView(dock, person, rove(person.id)))),
	);
}

function personView(dock: Dock, person: PersonOnline, rove: object): VNode {
	const { making } = dock;
	const isPicked = making?.users.has(person.id);
	const onclick = (): void => {
		if (!making) return talkTo(dock, person.id);
		if (!making.users.delete(person.id)) making.users.set(person.id, nameOf(person));
		return dock.update();
	};
	return h(
		"button",
		{
			type: "button",
			class: "entry person",
			onclick,
			...(making && { role: "checkbox", "aria-checked": String(isPicked) }),
			...rove,
		},
		avatar(dock, person),
		h(
			"span",
			{ class: "text" },
			h("bdi", { class: "name" }, nameOf(person)),
			aside(statusText(dock, person.status)),
			person.groups.length > 0 && h("span", { class: "snippet", dir: "auto" }, dock.speech.list(person.groups)),
		),
		making && h("span", { class: "tick", "aria-hidden": "true" }),
	);
}

function makingView(dock: Dock, making: NonNullable<Dock["making"]>): VNode {
	const { speech } = dock;
	const label = speech.say("group.name");
	const excess = excessOf(making.name.trim(), CHAT_LIMITS.nameChars);
	return h(
		"form",
		{ class: "making", onsubmit: (event: Event) => void make(event, dock, making) },
		h("input", {
			"aria-label": label,
			placeholder: label,
			"aria-invalid": excess > 0 && "true",
			dir: "auto",
			value: making.name,
			oninput: (event: Event) => {
				making.name = (event.target as HTMLInputElement).value;
				dock.update();
			},
		}),
		h("div", { class: "excess", role: "status" }, excess > 0 && speech.say("tooLong", { count: excess })),
		making.users.size > 0 && h("p", { class: "chosen" }, speech.list([...making.users.values()])),
		h(
			"div",
			{ class: "buttons" },
			button(speech.say("cancel"), () => dock.show(true)),
			h(
				"button",
				{ class: "button primary", disabled: isBlank(making.name) || excess > 0 || making.users.size === 0 },
				speech.say("group.create"),
			),
		),
	);
}

async function make(event: Event, dock: Dock, { name, users }: NonNullable<Dock["making"]>): Promise<void> {
	event.preventDefault();
	const id = await dock.attempt(dock.chat.create(name.trim(), [...users.keys()]));
	if (id === undefined) return;
	dock.show(true, "chats");
	dock.windows.show(id);
}
