import type { ChatMessage, SentFile, UnsentFile } from "../../../chat/types.ts";
import { pieces } from "../../base/links.ts";
import { picturesOf } from "../../base/pictures.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import { current, namesIn } from "../called.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import { snippet } from "../snippet.ts";
import { messageMenu, reply } from "../menus.ts";
import type { Row } from "../rows.ts";
import type { Win } from "../window.ts";
import { avatar, icon, iconButton, stepThrough } from "./parts.ts";
import { aside } from "./signs.ts";

type MessageRow = Extract<Row, { kind: "message" }>;

export interface Shown {
	/** Whether it has the keyboard, or would have it in this list. */
	readonly isPicked: boolean;
	/** How far it has got, in words. */
	readonly mark: string;
}

/** A message in a conversation. */
export function messageView(dock: Dock, win: Win, row: MessageRow, { isPicked, mark }: Shown): VNode {
	const { message, first, last, key } = row;
	const { from, seq } = message;
	const isMine = from?.id === dock.you;
	const side = isMine ? "mine" : from ? "theirs" : "site";
	return h(
		"li",
		{
			key,
			class: `message ${side} ${first ? "first" : ""} ${last ? "last" : ""} ${win.picked === seq ? "picked" : ""}`,
			"data-seq": seq,
			tabindex: isPicked ? "0" : "-1",
			onfocus: () => pick(dock, win, seq),
			onclick: () => pick(dock, win, seq),
			onkeydown: (event: KeyboardEvent) => keyDown(event, dock, win, message),
		},
		side === "theirs" && dock.summary(win.id)?.kind === "group" && avatarOf(dock, win, row),
		h(
			"div",
			{ class: "column" },
			first && !isMine && authorView(dock, win, message),
			h(
				"div",
				{ class: "line" },
				bubbleView(dock, win, message),
				!message.deleted && !win.isOut && toolsView(dock, win, message, isPicked),
			),
			reactionsView(dock, win, message, isPicked),
			last &&
				h(
					"div",
					{ class: "under" },
					h("time", null, dock.speech.time(message.at)),
					mark && [" · ", h("span", null, mark)],
				),
		),
	);
}

function pick(dock: Dock, win: Win, seq: number): void {
	if (win.picked === seq) return;
	win.picked = seq;
	dock.update();
}

function keyDown(event: KeyboardEvent, dock: Dock, win: Win, message: ChatMessage): void {
	const item = event.currentTarget as HTMLElement;
	// What comes from a button in it is the button's.
	if (event.target !== item) return;
	stepThrough(event, "[data-seq]");
	if ((event.key !== "Enter" && event.key !== " ") || message.deleted || win.isOut) return;
	event.preventDefault();
	messageMenu(dock, win, message, item);
}

function avatarOf(dock: Dock, win: Win, { message: { from }, last }: MessageRow): VNode {
	return h("span", { class: "place" }, last && from && avatar(dock, current(dock, win.id, from), "small"));
}

function authorView(dock: Dock, win: Win, { from }: ChatMessage): Child {
	if (!from) return h("span", { class: "author" }, dock.speech.say("site"));
	return dock.summary(win.id)?.kind === "group" && h("bdi", { class: "author" }, nameOf(current(dock, win.id, from)));
}

function bubbleView(dock: Dock, win: Win, message: ChatMessage): VNode {
	const { speech } = dock;
	const author =
		message.from?.id === dock.you ? speech.say("you") : message.from ? nameOf(current(dock, win.id, message.from)) : "";
	if (message.deleted) return h("div", { class: "bubble gone" }, speech.say("deleted"));
	return h(
		"div",
		{ class: "bubble", title: speech.full(message.at) },
		aside(`${speech.isolated(author)} ${speech.time(message.at)}`),
		message.replyTo && quoteView(dock, win, message.replyTo),
		textView(message.text),
		filesView(dock, message.files ?? []),
		message.edited && h("small", { class: "edited", title: speech.full(message.edited) }, speech.say("edited")),
	);
}

/** A text as it was written, with its links. */
export function textView(text: string): Child {
	if (text === "") return undefined;
	const links = { target: "_blank", rel: "noopener noreferrer nofollow" };
	return h(
		"p",
		{ class: "words", dir: "auto" },
		pieces(text).map(({ text: words, href }) => (href ? h("a", { href, dir: "ltr", ...links }, words) : words)),
	);
}

function quoteView(dock: Dock, win: Win, seq: number): VNode {
	const quoted = win.conversation?.get().messages.find((one) => one.seq === seq);
	const author = quoted?.from ? nameOf(current(dock, win.id, quoted.from)) : "";
	return h(
		"button",
		{ type: "button", class: "quote", tabindex: "-1", disabled: !quoted, onclick: () => goTo(dock, win, seq) },
		author && h("bdi", { class: "author" }, author),
		h("span", { class: "snippet", dir: "auto" }, quoted ? snippet(dock, quoted) : dock.speech.say("quoted")),
	);
}

function goTo(dock: Dock, win: Win, seq: number): void {
	const target = win.list?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
	target?.scrollIntoView({ block: "center" });
	target?.focus({ preventScroll: true });
	dock.update();
}

export function filesView(dock: Dock, files: readonly (SentFile | UnsentFile)[]): Child {
	const sent = files.flatMap((file) => ("blob" in file ? [] : [file]));
	const pictures = picturesOf(sent, matchMedia("(prefers-reduced-motion: reduce)").matches);
	return files.map((file, index) => {
		if ("blob" in file)
			return h("span", { key: `u${index}`, class: "file" }, icon("file"), fileText(dock, file.name, file.blob.size));
		const { name, bytes, width, height } = file;
		const link = { key: file.id, href: dock.address(file.url), target: "_blank", rel: "noopener noreferrer nofollow" };
		if (pictures.has(file)) {
			// Both sides are known: nothing moves when the image arrives.
			const image = {
				src: link.href,
				alt: name,
				width: String(width),
				height: String(height),
				loading: "lazy",
				decoding: "async",
			};
			return h("a", { ...link, class: "image" }, h("img", image));
		}
		return h("a", { ...link, class: "file" }, icon("file"), fileText(dock, name, bytes));
	});
}

function fileText(dock: Dock, name: string, bytes: number): VNode {
	return h("span", { class: "text" }, h("bdi", { class: "name" }, name), h("small", null, dock.speech.size(bytes)));
}

function toolsView(dock: Dock, win: Win, message: ChatMessage, isPicked: boolean): VNode {
	const tabindex = isPicked ? "0" : "-1";
	const { speech } = dock;
	return h(
		"div",
		{ class: "tools" },
		iconButton("reply", speech.say("reply"), () => reply(dock, win, message), { tabindex }),
		iconButton(
			"smile",
			speech.say("message.menu"),
			(event) => messageMenu(dock, win, message, event.currentTarget as HTMLElement),
			{ tabindex, "aria-haspopup": "menu" },
		),
	);
}

function reactionsView(dock: Dock, win: Win, { seq, reactions = [] }: ChatMessage, isPicked: boolean): Child {
	if (reactions.length === 0) return undefined;
	return h(
		"div",
		{ class: "reactions" },
		reactions.map(({ emoji, users }) => {
			const isOn = users.includes(dock.you);
			const names = namesIn(dock, win, users, 20);
			return h(
				"button",
				{
					key: emoji,
					type: "button",
					"aria-pressed": String(isOn),
					tabindex: isPicked ? "0" : "-1",
					disabled: win.isOut,
					title: names,
					onclick: () => void (win.conversation && dock.attempt(win.conversation.react(seq, emoji, !isOn), win)),
				},
				h("span", { class: "emoji" }, emoji),
				users.length > 1 && dock.speech.number(users.length),
				aside(names),
			);
		}),
	);
}
