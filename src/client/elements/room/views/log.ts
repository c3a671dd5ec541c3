import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Entry, Said } from "../entry.ts";
import type { Room } from "../room.ts";
import { rowsOf } from "../rows.ts";
import { messageView } from "./message.ts";
import { button, icon } from "./parts.ts";

/** Everything that was said, oldest first. */
export function logView(room: Room): VNode {
	const { speech, list, timeline } = room;
	const picked = pickedOf(room);
	return h(
		"div",
		{ class: "scroller" },
		h(
			"div",
			{
				class: "messages",
				role: "log",
				tabindex: "0",
				"aria-label": speech.say("messages"),
				"aria-live": list.quiet ? "off" : "polite",
				"aria-relevant": "additions",
				ref: list.mount,
				onscroll: list.scrolled,
			},
			h(
				"div",
				{ class: "all" },
				topView(room),
				h(
					"ol",
					{ role: "list" },
					rowsOf(timeline.entries).map((row) => {
						if (row.kind === "day")
							return h("li", { key: row.key, class: "day" }, h("span", null, speech.day(row.at, Date.now())));
						if (row.kind === "note") return noteView(room, row.entry);
						return messageView(room, row, row.key === picked);
					}),
				),
			),
		),
		!list.atEnd && endView(room),
	);
}

/** The message whose actions take part in the order of the keyboard. */
function pickedOf({ picked, timeline }: Room): string | undefined {
	const isThere = timeline.entries.some(({ key }) => key === picked);
	return isThere ? picked : timeline.entries.findLast(({ kind }) => kind === "message")?.key;
}

function topView(room: Room): Child {
	const { speech, history, timeline } = room;
	if (history.loading) return h("p", { key: "top", class: "hint" }, speech.say("loading"));
	if (history.more)
		return h(
			"div",
			{ key: "more", class: "hint" },
			button(speech.say("earlier"), () => void history.older(), "link"),
		);
	if (timeline.first === undefined && timeline.entries.length === 0 && room.state === "live") return emptyView(room);
	return history.complete && timeline.first !== undefined && h("p", { key: "top", class: "hint" }, speech.say("begin"));
}

function emptyView(room: Room): VNode {
	const { speech, channel } = room;
	return h(
		"div",
		{ key: "empty", class: "empty" },
		icon("chat"),
		h("p", { class: "strong" }, speech.say("empty")),
		channel.you && channel.may?.publish && h("p", null, speech.say("empty.text")),
	);
}

function endView(room: Room): VNode {
	const { speech, list } = room;
	const text = list.unseen > 0 ? speech.say("news", { count: list.unseen }) : speech.say("newest");
	return h(
		"button",
		{ type: "button", class: `to-end ${list.unseen > 0 ? "news" : ""}`, onclick: () => list.end() },
		text,
		icon("down"),
	);
}

function noteView({ speech }: Room, entry: Exclude<Entry, Said>): VNode {
	if (entry.kind === "gap") {
		const { count, fresh, key } = entry;
		const text = fresh
			? speech.say("fresh")
			: count === undefined
				? speech.say("gap")
				: speech.say("gap.count", { count });
		return h("li", { key, class: "note gap" }, icon("alert"), h("span", null, text));
	}
	const { entered, left, key } = entry;
	const texts = [
		movesText(
			entered.map(({ name }) => name),
			["entered", "enteredMany"],
		),
		movesText(
			left.map(({ name }) => name),
			["left", "leftMany"],
		),
	];
	return h("li", { key, class: "note" }, h("span", null, texts.filter((text) => text !== "").join(" · ")));

	function movesText(
		names: readonly string[],
		[some, many]: ["entered", "enteredMany"] | ["left", "leftMany"],
	): string {
		if (names.length === 0) return "";
		return names.length > 3
			? speech.say(many, { count: names.length })
			: speech.say(some, { names: speech.list(names) });
	}
}
