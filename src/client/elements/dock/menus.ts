import { CHAT_LIMITS } from "../../../protocol/chat/limits.ts";
import type { ChatMessage, OpenConversation, Summary } from "../../chat/types.ts";
import { copyText } from "../base/copy.ts";
import type { Dock } from "./dock.ts";
import { MembersSheet } from "./members-sheet.ts";
import { nameOf } from "./names.ts";
import { membersView } from "./views/members.ts";
import { type MenuItem, openMenu } from "./views/menu.ts";
import { refill } from "./views/composer.ts";
import type { Sheet, Win } from "./window.ts";

const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

/** What can be done with a message. */
export function messageMenu(dock: Dock, win: Win, message: ChatMessage, at: HTMLElement): void {
	const { conversation } = win;
	if (!conversation) return;
	const { say } = dock.speech;
	const { seq, text, reactions = [] } = message;
	const isMine = message.from?.id === dock.you;
	const emojis = EMOJIS.map((emoji): MenuItem => {
		const isOn = reactions.some((one) => one.emoji === emoji && one.users.includes(dock.you));
		return { label: emoji, emoji: true, run: () => void dock.attempt(conversation.react(seq, emoji, !isOn), win) };
	});
	const copying = { label: say("copy"), run: () => void copy(dock, text) };
	const mine = [
		{ label: say("edit"), run: () => edit(dock, win, message) },
		{ label: say("delete"), danger: true, run: () => ask(dock, win, deleting(dock, conversation, seq)) },
	];
	const theirs = [{ label: say("report"), run: () => ask(dock, win, reporting(dock, conversation, seq)) }];
	const items = [
		...emojis,
		{ label: say("reply"), run: () => reply(dock, win, message) },
		...(text === "" ? [] : [copying]),
		...(isMine ? mine : theirs),
	];
	openMenu(dock, { label: say("message.menu"), items, at });
}

export function reply(dock: Dock, win: Win, message: ChatMessage): void {
	win.replyTo = message;
	win.editing = undefined;
	refill(dock, win);
	dock.windows.focus(win);
}

function edit(dock: Dock, win: Win, message: ChatMessage): void {
	win.replyTo = undefined;
	win.editing = message;
	refill(dock, win);
	dock.windows.focus(win);
}

function ask(dock: Dock, win: Win, sheet: Sheet): void {
	win.notice = undefined;
	win.sheet = sheet;
	dock.update();
}

/** Puts a text on the clipboard, and says so. */
export async function copy(dock: Dock, text: string): Promise<void> {
	dock.announce(dock.speech.say((await copyText(text)) ? "copied" : "fault"));
}

function deleting({ speech: { say } }: Dock, conversation: OpenConversation, seq: number): Sheet {
	const text = say("delete.text");
	return {
		title: say("delete.title"),
		text,
		confirm: say("delete"),
		danger: true,
		run: () => conversation.delete(seq),
	};
}

function reporting({ speech: { say } }: Dock, conversation: OpenConversation, seq: number): Sheet {
	return {
		title: say("report.title"),
		text: say("report.text"),
		field: { key: `report ${seq}`, value: "", max: CHAT_LIMITS.reasonChars, lines: 3, label: say("report.reason") },
		confirm: say("report"),
		run: (reason) => conversation.report(seq, reason),
	};
}

/** What can be done with a conversation. */
export function windowMenu(dock: Dock, win: Win, at: HTMLElement): void {
	const { conversation } = win;
	const summary = dock.summary(win.id);
	if (!conversation || !summary) return;
	const { say } = dock.speech;
	const mute = {
		label: say(summary.muted ? "unmute" : "mute"),
		run: () => void dock.attempt(conversation.mute(!summary.muted), win),
	};
	const more =
		summary.kind === "group" ? groupItems(dock, win, conversation, summary) : directItems(dock, win, summary);
	openMenu(dock, { label: say("menu"), items: [mute, ...more], at });
}

function groupItems(dock: Dock, win: Win, conversation: OpenConversation, summary: Summary): MenuItem[] {
	const { say } = dock.speech;
	const renaming: Sheet = {
		title: say("rename"),
		field: { key: "rename", value: summary.name ?? "", max: CHAT_LIMITS.nameChars, lines: 1, label: say("group.name") },
		confirm: say("save"),
		run: (value) => conversation.rename(value),
	};
	const leave = async (): Promise<void> => {
		await conversation.leave();
		dock.windows.close(win);
	};
	const leaving: Sheet = {
		get title() {
			return say("leave.title", { name: dock.title(dock.summary(win.id)) });
		},
		text: say("leave.text"),
		confirm: say("leave"),
		danger: true,
		run: leave,
	};
	const members = (): Sheet => {
		const sheet = new MembersSheet(dock, win, conversation);
		return { title: say("members.title"), body: () => membersView(sheet), end: () => sheet.close() };
	};
	return [
		{ label: say("members.title"), run: () => ask(dock, win, members()) },
		{ label: say("rename"), run: () => ask(dock, win, renaming) },
		{ label: say("leave"), danger: true, run: () => ask(dock, win, leaving) },
	];
}

function directItems(dock: Dock, win: Win, summary: Summary): MenuItem[] {
	const { say } = dock.speech;
	const other = dock.other(summary);
	if (!other) return [];
	const block = (on: boolean) => (): Promise<void> => dock.chat.block(other.id, on);
	if (dock.inbox.blocked.includes(other.id))
		return [{ label: say("unblock"), run: () => void dock.attempt(block(false)(), win) }];
	const blocking: Sheet = {
		get title() {
			return say("block.title", { name: nameOf(dock.other(dock.summary(win.id)) ?? other) });
		},
		text: say("block.text"),
		confirm: say("block"),
		danger: true,
		run: block(true),
	};
	return [{ label: say("block"), danger: true, run: () => ask(dock, win, blocking) }];
}
