import { copyText } from "../../base/copy.ts";
import { pieces } from "../../base/links.ts";
import { mayTryAgain } from "../../base/remedy.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Said } from "../entry.ts";
import { openMenu } from "../menu.ts";
import { messageItems } from "../moderate.ts";
import type { Room } from "../room.ts";
import type { Row } from "../rows.ts";
import type { Speech } from "../speech.ts";
import { avatar, button, hueOf, icon, iconButton, stepThrough } from "./parts.ts";

type MessageRow = Extract<Row, { kind: "message" }>;

/** What a message was drawn from, and what came of it: most of a log is as it was. */
interface Drawn {
	readonly of: readonly unknown[];
	readonly node: VNode;
}
const drawn = new WeakMap<Said, Drawn>();

/** A message. `isPicked`: its actions take part in the order of the keyboard. */
export function messageView(room: Room, row: MessageRow, isPicked: boolean): VNode {
	const isWaiting = row.entry.progress?.is === "sending" && room.state !== "live";
	const of = [row.first, row.last, isPicked, room.isModerator, room.speech, isWaiting];
	const known = drawn.get(row.entry);
	if (known?.of.every((one, index) => one === of[index])) return known.node;
	const node = build(room, row, isPicked);
	drawn.set(row.entry, { of, node });
	return node;
}

function build(room: Room, row: MessageRow, isPicked: boolean): VNode {
	const { entry, first, last, key } = row;
	const { from, mine, progress } = entry;
	const side = mine ? "mine" : from ? "theirs" : "site";
	return h(
		"li",
		{
			key,
			class: `message ${side} ${first ? "first" : ""} ${last ? "last" : ""} ${progress?.is ?? ""}`,
			"data-key": key,
		},
		side === "theirs" && from && h("span", { class: "place" }, last && avatar(from, room.speech)),
		h(
			"div",
			{ class: "column" },
			bylineView(room, row),
			h("div", { class: "line" }, bubbleView(room, entry), room.isModerator && toolsView(room, entry, isPicked)),
			progressView(room, row),
		),
	);
}

/** Who said it and when: shown with the first of several, read out with each. */
function bylineView({ speech }: Room, { entry, first }: MessageRow): VNode {
	const { from, mine, at } = entry;
	const name = mine ? speech.say("you") : (from?.name ?? speech.say("announcement"));
	return h(
		"p",
		{ class: first ? "byline" : "aside" },
		h("bdi", { class: mine ? "author aside" : "author", "data-hue": from && !mine && hueOf(from.id) }, name),
		" ",
		h("time", { datetime: new Date(at).toISOString(), title: speech.full(at) }, speech.time(at)),
	);
}

function bubbleView({ speech }: Room, { removed, text, at }: Said): VNode {
	if (removed) return h("div", { class: "bubble gone" }, speech.say("removed"));
	return h("div", { class: "bubble", title: speech.full(at) }, textView(text));
}

/** A text as it was written, with its links. */
function textView(text: string): VNode {
	const links = { target: "_blank", rel: "noopener noreferrer nofollow ugc" };
	return h(
		"p",
		{ class: "words", dir: "auto" },
		pieces(text).map(({ text: words, href }) => (href ? h("a", { href, dir: "ltr", ...links }, words) : words)),
	);
}

function toolsView(room: Room, entry: Said, isPicked: boolean): Child {
	const { speech } = room;
	const { seq, from, mine, removed, key } = entry;
	if (seq === undefined || (removed && (mine || !from))) return undefined;
	const label = speech.say("actions.message", {
		name: mine ? speech.say("you") : (from?.name ?? speech.say("announcement")),
	});
	return iconButton(
		"more",
		label,
		({ currentTarget }) => {
			const at = currentTarget as HTMLElement;
			openMenu(room, { label, at, items: messageItems(room, entry, at) });
		},
		{
			class: "icon-button tools",
			"aria-haspopup": "menu",
			"data-rove": "log",
			tabindex: isPicked ? "0" : "-1",
			onfocus: () => {
				if (room.picked === key) return;
				room.picked = key;
				room.update();
			},
			onkeydown: (event: KeyboardEvent) => stepThrough(event, "[data-rove=log]"),
		},
	);
}

/** How far one's own message has got: shown with the last of several, and wherever it is not as it should be. */
function progressView(room: Room, { entry, last }: MessageRow): Child {
	const { speech, outgoing } = room;
	const { progress, key, removed } = entry;
	const id = key.slice(1);
	if (!progress || removed) return undefined;
	if (progress.is === "failed")
		return h(
			"div",
			{ class: "under", role: "alert" },
			h("span", null, speech.say("failed", { why: speech.fault(progress.code) })),
			mayTryAgain(progress.code)
				? button(speech.say("retry"), () => outgoing.retry(id), "link")
				: button(speech.say("copy"), () => void copy(room, entry.text), "link"),
			button(speech.say("discard"), () => outgoing.discard(id), "link"),
		);
	if (progress.is === "sending" && room.state !== "live")
		return h(
			"div",
			{ class: "under", "aria-live": "off" },
			icon("clock"),
			h("span", null, speech.say(progress.isKept === false ? "waiting.lost" : "waiting")),
			button(speech.say("discard"), () => outgoing.discard(id), "link"),
		);
	if (progress.is === "sending") return h("p", { class: "under", "aria-live": "off" }, speech.say("sending"));
	return h(
		"p",
		{ class: last ? "under" : "aside", "aria-live": "off" },
		icon("check"),
		receivedText(speech, progress.recipients),
	);
}

async function copy(room: Room, text: string): Promise<void> {
	room.announce(room.speech.say((await copyText(text)) ? "copied" : "fault"));
}

function receivedText(speech: Speech, count: number): string {
	return count === 0 ? speech.say("received.none") : speech.say("received", { count });
}
