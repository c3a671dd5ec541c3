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
			h("span", { class: "line" }, unsentView(dock, one) ?? lastView(dock, one), badge(dock, one.unread)),
		),
	);
}

export function conversationAvatar(dock: Dock, one: Summary | undefined, size = ""): VNode {
	const other = dock.other(one);
	return other ? avatar(dock, other, size) : groupAvatar(size);
}

function lastView(dock: Dock, one: Summary): VNode {
	return h("span", { class: "snippet", dir: one.last && directionIn(snippet(dock, one.last)) }, lastText(dock, one));
}

/** What has not arrived: one that failed, or one that waits because there is no connection. */
function unsentView({ inbox, speech }: Dock, { id }: Summary): VNode | undefined {
	const unsent = inbox.unsent?.find((one) => one.id === id);
	if (unsent?.state === "failed")
		return h("span", { key: "failed", class: "snippet unsent failed" }, icon("alert"), speech.say("failed"));
	if (!unsent || inbox.state === "live") return undefined;
	return h("span", { key: "waiting", class: "snippet unsent" }, icon("clock"), speech.say("waiting"));
}

function lastText(dock: Dock, { id, last, kind }: Summary): string {
	if (!last) return "";
	const text = snippet(dock, last);
	if (last.from?.id === dock.you) return dock.speech.say("byYou", { text });
	return kind === "group" && last.from
		? dock.speech.say("by", { name: nameOf(current(dock, id, last.from)), text })
		: text;
}
