import type { Summary } from "../../../chat/types.ts";
import { directionIn } from "../../base/bidi.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import { current } from "../called.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import { snippet } from "../snippet.ts";
import { avatar, button, groupAvatar, icon, roving } from "./parts.ts";
import { aside, badge } from "./signs.ts";

/** The conversations, the latest first. */
export function chatsView(dock: Dock): Child {
	const { inbox, speech } = dock;
	const { conversations } = inbox;
	if (conversations.length === 0)
		return h(
			"div",
			{ class: "empty" },
			icon("chat"),
			h("p", null, speech.say(inbox.you ? "conversations.none" : "loading")),
			inbox.you && button(speech.say("conversations.start"), () => dock.show(true, "people")),
		);
	const rove = roving(
		dock,
		"chats",
		conversations.map(({ id }) => id),
	);
	return [
		h(
			"ul",
			{ class: "list", "data-list": true, "aria-label": speech.say("conversations") },
			conversations.map((one) => h("li", { key: one.id }, entryView(dock, one, rove(one.id)))),
		),
		inbox.more && button(speech.say("more"), () => void dock.attempt(dock.chat.more()), "wide"),
	];
}

function entryView(dock: Dock, one: Summary, rove: object): VNode {
	const { speech } = dock;
	return h(
		"button",
		{
			type: "button",
			class: `entry ${one.unread > 0 && !one.muted ? "unread" : ""}`,
			onclick: () => dock.windows.show(one.id),
			...rove,
		},
		conversationAvatar(dock, one),
		h(
			"span",
			{ class: "text" },
			h(
				"span",
				{ class: "line" },
				h("bdi", { class: "name" }, dock.title(one)),
				one.muted && [icon("muted"), aside(speech.say("muted"))],
				h("time", null, speech.stamp(one.at, Date.now())),
			),
			h(
				"span",
				{ class: "line" },
				h("span", { class: "snippet", dir: one.last && directionIn(snippet(dock, one.last)) }, lastText(dock, one)),
				badge(dock, one.unread),
			),
		),
	);
}

export function conversationAvatar(dock: Dock, one: Summary | undefined, size = ""): VNode {
	const other = dock.other(one);
	return other ? avatar(dock, other, size) : groupAvatar(size);
}

function lastText(dock: Dock, { id, last, kind }: Summary): string {
	if (!last) return "";
	const text = snippet(dock, last);
	if (last.from?.id === dock.you) return dock.speech.say("byYou", { text });
	return kind === "group" && last.from
		? dock.speech.say("by", { name: nameOf(current(dock, id, last.from)), text })
		: text;
}
