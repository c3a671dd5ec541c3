import type { ConversationState, Draft } from "../../../chat/types.ts";
import { mayTryAgain } from "../../base/remedy.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import { namesIn } from "../called.ts";
import type { Dock } from "../dock.ts";
import { copy } from "../menus.ts";
import { firstNew, progress, type Row, rowsOf } from "../rows.ts";
import type { Win } from "../window.ts";
import { filesView, messageView, type Shown, textView } from "./message.ts";
import { button, icon } from "./parts.ts";

type Mark = { readonly seq: number; readonly text: string } | undefined;

const END_PX = 48;

/** The messages of a conversation, oldest first. */
export function messagesView(dock: Dock, win: Win, state: ConversationState | undefined): VNode {
	const { speech } = dock;
	const messages = state?.messages ?? [];
	const picked = messages.some(({ seq }) => seq === win.picked) ? win.picked : messages.at(-1)?.seq;
	const mark = markOf(dock, win, state);
	const unread = win.atEnd ? 0 : (dock.summary(win.id)?.unread ?? 0);
	return h(
		"div",
		{ class: "scroller" },
		h(
			"div",
			{
				class: "messages",
				ref: (element: HTMLElement) => (win.list = element),
				onscroll: (event: Event) => scrolled(dock, win, event.currentTarget as HTMLElement),
			},
			topView(dock, win, state),
			h(
				"ol",
				{ role: "list", "data-list": true, "aria-label": speech.say("messages") },
				rowsOf(messages, firstNew(messages, dock.you, win.news)).map((row) =>
					rowView(dock, win, row, (seq) => ({ isPicked: seq === picked, mark: mark?.seq === seq ? mark.text : "" })),
				),
				state?.drafts.map((draft) => draftView(dock, win, draft)),
			),
		),
		!win.atEnd &&
			h(
				"button",
				{ type: "button", class: "to-end", onclick: () => toEnd(dock, win) },
				unread > 0 ? speech.say("arrived.count", { count: unread }) : speech.say("latest"),
				icon("down"),
			),
	);
}

function scrolled(dock: Dock, win: Win, list: HTMLElement): void {
	const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < END_PX;
	if (atEnd !== win.atEnd) {
		win.atEnd = atEnd;
		dock.update();
	}
	dock.windows.look();
}

function toEnd(dock: Dock, win: Win): void {
	win.atEnd = true;
	dock.windows.focus(win);
}

function topView(dock: Dock, win: Win, state: ConversationState | undefined): Child {
	const { speech } = dock;
	// Where the user is out of it, that stands below.
	if (state?.out) return undefined;
	if (state?.failed) return h("p", { class: "hint", role: "alert" }, speech.fault(state.failed));
	if (!state || state.loading) return h("p", { class: "hint" }, speech.say("loading"));
	if (state.more) return button(speech.say("older"), () => void dock.windows.older(win), "wide");
	if (state.messages.length === 0 && state.drafts.length === 0)
		return h("p", { class: "hint" }, speech.say("messages.none"));
	return undefined;
}

function rowView(dock: Dock, win: Win, row: Row, shown: (seq: number) => Shown): VNode {
	const { speech } = dock;
	if (row.kind === "day")
		return h("li", { key: row.key, class: "day" }, h("span", null, speech.day(row.at, Date.now())));
	if (row.kind === "new") return h("li", { key: row.key, class: "new" }, h("span", null, speech.say("new")));
	return messageView(dock, win, row, shown(row.message.seq));
}

/** A message of the user that is on its way, waits for the connection, or could not be sent. */
function draftView(dock: Dock, win: Win, draft: Draft): VNode {
	const { speech } = dock;
	const { conversation } = win;
	const isFailed = draft.state === "failed";
	const isWaiting = !isFailed && dock.inbox.state !== "live";
	const text = isFailed
		? `${speech.say("failed")} ${speech.fault(draft.code)}`
		: speech.say(!isWaiting ? "sending" : draft.kept === false ? "waiting.lost" : "waiting");
	return h(
		"li",
		{ key: `x${draft.id}`, class: `message mine first last draft ${isWaiting ? "waiting" : draft.state}` },
		h(
			"div",
			{ class: "column" },
			h("div", { class: "bubble" }, textView(draft.text), filesView(dock, draft.files ?? [])),
			h("div", { class: "under", role: isFailed && "alert" }, isWaiting && icon("clock"), text),
			(isFailed || isWaiting) &&
				h(
					"div",
					{ class: "buttons" },
					isFailed && againView(dock, win, draft),
					button(speech.say("discard"), () => conversation?.discard(draft.id), "link"),
				),
		),
	);
}

/** What can help a message that failed. */
function againView(dock: Dock, win: Win, { id, code, text }: Draft): Child {
	const { say } = dock.speech;
	if (mayTryAgain(code)) return button(say("retry"), () => win.conversation?.retry(id), "link");
	return text !== "" && button(say("copy"), () => void copy(dock, text), "link");
}

/** How far the user's last message has got. */
function markOf(dock: Dock, win: Win, state: ConversationState | undefined): Mark {
	if (!state) return undefined;
	const found = progress(state.messages, state.marks, dock.you);
	if (!found) return undefined;
	const { speech } = dock;
	const isNamed = dock.summary(win.id)?.kind === "group" && found.state === "seen";
	const names = isNamed ? namesIn(dock, win, found.by, 3) : "";
	const text = names === "" ? speech.say(found.state) : speech.say("seen.by", { names });
	return { seq: found.seq, text };
}
