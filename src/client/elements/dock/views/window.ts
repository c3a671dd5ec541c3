import type { ConversationState, Summary } from "../../../chat/types.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import { windowMenu } from "../menus.ts";
import type { Win } from "../window.ts";
import { stateText } from "./bar.ts";
import { conversationAvatar } from "./chats.ts";
import { composerView, refill, takeFiles } from "./composer.ts";
import { messagesView } from "./messages.ts";
import { outText } from "./out.ts";
import { noticeView } from "./panel.ts";
import { button, iconButton, statusText } from "./parts.ts";
import { badge } from "./signs.ts";
import { sheetView } from "./sheet.ts";

/** A conversation that is minimised: its name at the bottom of the page. */
export function tabView(dock: Dock, win: Win): VNode {
	const summary = dock.summary(win.id);
	return h(
		"div",
		{ key: win.id, class: "card tab" },
		h(
			"button",
			{ type: "button", class: "who", "aria-expanded": "false", onclick: () => dock.windows.show(win.id) },
			conversationAvatar(dock, summary, "small"),
			h("bdi", { class: "name" }, dock.title(summary)),
			badge(dock, summary?.unread ?? 0),
		),
		iconButton("close", dock.speech.say("close"), () => dock.windows.close(win)),
	);
}

/** A conversation that is open. */
export function windowView(dock: Dock, win: Win): VNode {
	const { speech } = dock;
	const summary = dock.summary(win.id);
	const state = win.conversation?.get();
	return h(
		"section",
		{
			key: win.id,
			class: "card window",
			"aria-label": speech.say("conversation.with", { name: dock.title(summary) }),
			ref: (element: HTMLElement) => (win.element = element),
			onkeydown: (event: KeyboardEvent) => keyDown(event, dock, win),
			...dropping(dock, win),
		},
		headView(dock, win, state),
		h(
			"div",
			{ class: "content", inert: win.sheet !== undefined },
			messagesView(dock, win, state),
			typingView(dock, state),
			win.notice && noticeView(dock, win),
			footView(dock, win, summary),
		),
		win.sheet && sheetView(dock, win, win.sheet),
	);
}

/** Escape goes back by one. What was typed or attached stays, to be taken up again. */
function keyDown(event: KeyboardEvent, dock: Dock, win: Win): void {
	if (event.key !== "Escape" || event.defaultPrevented || dock.menu) return;
	event.preventDefault();
	event.stopPropagation();
	if (win.sheet) win.sheet = undefined;
	else if (win.editing) {
		win.editing = undefined;
		refill(dock, win);
	} else if (win.replyTo) win.replyTo = undefined;
	else if (dock.phone.matches) return dock.windows.minimise(win);
	else return dock.windows.close(win);
	dock.windows.focus(win);
}

function dragOver(event: DragEvent): void {
	if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

function dropping(dock: Dock, win: Win): object {
	const drop = (event: DragEvent): void => {
		const files = event.dataTransfer?.files ?? [];
		if (files.length === 0) return;
		event.preventDefault();
		if (!win.isOut) takeFiles(dock, win, files);
	};
	return { ondragover: dragOver, ondrop: drop };
}

function headView(dock: Dock, win: Win, state: ConversationState | undefined): VNode {
	const { speech, windows, phone } = dock;
	const summary = dock.summary(win.id);
	const minimise = (): void => {
		windows.minimise(win);
		dock.focusBar();
	};
	return h(
		"header",
		{ class: "head" },
		phone.matches && iconButton("back", speech.say("back"), minimise),
		h(
			"button",
			{ type: "button", class: "who", "aria-expanded": "true", onclick: minimise },
			conversationAvatar(dock, summary),
			h(
				"span",
				{ class: "text" },
				h("bdi", { class: "name" }, dock.title(summary)),
				h("small", null, subline(dock, summary, state)),
			),
		),
		!win.isOut &&
			iconButton("more", speech.say("menu"), (event) => windowMenu(dock, win, event.currentTarget as HTMLElement), {
				"aria-haspopup": "menu",
			}),
		!phone.matches && iconButton("minimise", speech.say("minimise"), minimise),
		!phone.matches && iconButton("close", speech.say("close"), () => windows.close(win)),
	);
}

function subline(dock: Dock, summary: Summary | undefined, state: ConversationState | undefined): string {
	if (!summary || state?.out) return "";
	// On a phone nothing else says it; and who is online is not known then.
	if (dock.inbox.state !== "live") return stateText(dock);
	if ((state?.typing.length ?? 0) > 0 && summary.kind === "direct") return dock.speech.say("typing.now");
	if (summary.kind === "group") return dock.speech.say("members", { count: summary.size });
	return statusText(dock, dock.status(dock.other(summary)?.id ?? ""));
}

function typingView({ speech }: Dock, state: ConversationState | undefined): VNode {
	const typing = state?.typing ?? [];
	const names = speech.list(typing.slice(0, 2).map(nameOf));
	const text = typing.length > 2 ? speech.say("typing.several") : speech.say("typing", { names, count: typing.length });
	return h("div", { class: "typing" }, typing.length > 0 && [h("i", { "aria-hidden": "true" }), h("span", null, text)]);
}

/** The field for the next message, or why there is none. */
function footView(dock: Dock, win: Win, summary: Summary | undefined): Child {
	const { speech } = dock;
	const other = dock.other(summary);
	if (win.isOut) return h("p", { class: "foot" }, outText(speech, win));
	if (summary?.closed) return h("p", { class: "foot" }, speech.say("closed"));
	if (other && dock.inbox.blocked.includes(other.id))
		return h(
			"p",
			{ class: "foot" },
			speech.say("blocked", { name: nameOf(other) }),
			button(speech.say("unblock"), () => void dock.attempt(dock.chat.block(other.id, false), win), "link"),
		);
	return composerView(dock, win);
}
