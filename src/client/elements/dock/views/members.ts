import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { Person } from "../../../chat/types.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { MembersSheet, MembersTab } from "../members-sheet.ts";
import { nameOf } from "../names.ts";
import { avatar, button, iconButton } from "./parts.ts";
import { searchField } from "./search.ts";

/** How near to its end a list is before more is loaded, in pixels. */
const NEAR_PX = 200;

/** The members of a group with a search, and in another tab who may join them. */
export function membersView(sheet: MembersSheet): Child {
	const { tab } = sheet;
	const { speech } = sheet.dock;
	return h(
		"div",
		{ class: "members" },
		h(
			"div",
			{ class: "segments", role: "group", "aria-label": speech.say("members.title") },
			segment(sheet, "members", speech.say("members.title")),
			segment(sheet, "add", speech.say("members.add")),
		),
		searchField({
			label: speech.say(tab === "add" ? "people.search" : "members.search"),
			value: sheet.query,
			max: CHAT_LIMITS.queryChars,
			search: (query) => sheet.search(query),
		}),
		tab === "add" ? othersView(sheet) : listView(sheet),
	);
}

function segment(sheet: MembersSheet, tab: MembersTab, label: string): VNode {
	const onclick = (): void => sheet.show(tab);
	return h("button", { type: "button", "aria-pressed": String(sheet.tab === tab), onclick }, label);
}

function listView(sheet: MembersSheet): Child {
	const { speech } = sheet.dock;
	const { members, count, more, loading, failed } = sheet.list.get();
	if (failed !== undefined) return h("p", { class: "hint", role: "alert" }, speech.fault(failed));
	if (members.length === 0) return h("p", { class: "hint" }, speech.say(loading ? "loading" : "members.notFound"));
	return h(
		"div",
		{
			key: "members",
			class: "scroll",
			onscroll: ({ currentTarget }: Event) => {
				const { scrollHeight, scrollTop, clientHeight } = currentTarget as HTMLElement;
				if (scrollHeight - scrollTop - clientHeight < NEAR_PX) void sheet.more();
			},
		},
		h("p", { class: "line count", role: "status" }, speech.say("members", { count })),
		h(
			"ul",
			{ class: "list plain", "aria-label": speech.say("members.title") },
			members.map((person) => memberView(sheet, person)),
		),
		more && button(speech.say("more"), () => void sheet.more(), "wide"),
	);
}

function memberView(sheet: MembersSheet, person: Person): VNode {
	const { dock } = sheet;
	const { speech } = dock;
	const name = nameOf(person);
	const isYou = person.id === dock.you;
	return h(
		"li",
		{ key: person.id },
		avatar(dock, person, "small"),
		h("bdi", { class: "name", title: name }, isYou ? speech.say("name.you", { name }) : name),
		!isYou && iconButton("chat", speech.say("members.message", { name }), () => void sheet.talkTo(person.id)),
		!isYou &&
			sheet.list.get().mayRemove &&
			iconButton("close", speech.say("members.remove", { name }), () => sheet.change({ remove: [person.id] })),
	);
}

function othersView(sheet: MembersSheet): Child {
	const { dock, others } = sheet;
	const { speech } = dock;
	if (!others) return h("p", { class: "hint" }, speech.say("loading"));
	if (others.length === 0)
		return h("p", { class: "hint" }, speech.say(sheet.query === "" ? "people.none" : "people.notFound"));
	return h(
		"div",
		{ key: "add", class: "scroll" },
		h(
			"ul",
			{ class: "list plain", "aria-label": speech.say("members.add") },
			others.map((person) => {
				const name = nameOf(person);
				const add = (): void => sheet.change({ add: [person.id] });
				return h(
					"li",
					{ key: person.id },
					avatar(dock, person, "small"),
					h("bdi", { class: "name", title: name }, name),
					iconButton("plus", speech.say("members.addOne", { name }), add),
				);
			}),
		),
	);
}
