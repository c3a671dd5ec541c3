import { isBlank } from "../../../../protocol/chat/blank.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { ChatMessage } from "../../../chat/types.ts";
import { pastedFiles } from "../../base/paste.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import { current } from "../called.ts";
import type { Dock } from "../dock.ts";
import { codeOf, nameOf } from "../names.ts";
import { snippet } from "../snippet.ts";
import { succeeds } from "../succeeds.ts";
import { editKey, type Upload, type Win } from "../window.ts";
import { button, icon, iconButton } from "./parts.ts";

let uploads = 0;

/** The field for the next message, with what it answers and the files that go with it. */
export function composerView(dock: Dock, win: Win): VNode {
	const { speech } = dock;
	return h(
		"form",
		{
			class: "composer",
			onsubmit: (event: Event) => {
				event.preventDefault();
				submit(dock, win);
			},
		},
		modeView(dock, win),
		win.uploads.length > 0 &&
			h(
				"ul",
				{ class: "uploads" },
				win.uploads.map((one) => uploadView(dock, win, one)),
			),
		excessView(dock, win),
		h(
			"div",
			{ class: "row" },
			!win.editing && iconButton("attach", speech.say("attach"), () => chooseFiles(dock, win)),
			fieldView(dock, win),
			h(
				"button",
				{
					class: "icon-button send",
					"aria-label": speech.say("send"),
					title: speech.say("send"),
					disabled: !win.isReady,
				},
				icon("send"),
			),
		),
	);
}

function fieldView(dock: Dock, win: Win): VNode {
	const label = dock.speech.say("message");
	return h("textarea", {
		rows: "1",
		dir: "auto",
		"aria-label": label,
		placeholder: label,
		"aria-invalid": win.excess > 0 && "true",
		value: win.text,
		ref: (field: HTMLTextAreaElement) => {
			win.field = field;
			grow(field);
		},
		oninput: (event: Event) => write(dock, win, (event.target as HTMLTextAreaElement).value),
		onkeydown: (event: KeyboardEvent) => {
			if (event.key !== "Enter" || event.shiftKey) return;
			event.preventDefault();
			submit(dock, win);
		},
		onpaste: (event: ClipboardEvent) => {
			const files = pastedFiles(event.clipboardData);
			if (files.length === 0) return;
			event.preventDefault();
			takeFiles(dock, win, files);
		},
	});
}

/** That the text is too long to be sent, and what can be done about it. All of it stays in the field. */
function excessView(dock: Dock, win: Win): Child {
	const { speech } = dock;
	const { excess } = win;
	const attach = (): void => {
		const file = new File([win.draft], "message.txt", { type: "text/plain" });
		if (!takeFiles(dock, win, [file])) return;
		write(dock, win, "");
		refill(dock, win);
	};
	return h(
		"div",
		{ class: "excess", role: "status" },
		excess > 0 && h("span", null, speech.say("tooLong", { count: excess })),
		excess > 0 && !win.editing && button(speech.say("tooLong.file"), attach, "link"),
	);
}

/** As high as its text, up to what the style allows. */
export function grow(field: HTMLTextAreaElement | undefined): void {
	if (!field) return;
	field.style.height = "auto";
	field.style.height = `${field.scrollHeight}px`;
}

function write(dock: Dock, win: Win, text: string): void {
	win.text = text;
	if (!win.editing) {
		win.isEdited = text !== "";
		dock.kept?.drafts.set(win.id, text);
	}
	if (!isBlank(text)) win.conversation?.type();
	grow(win.field);
	dock.update();
}

function submit(dock: Dock, win: Win): void {
	const { conversation, editing, replyTo } = win;
	if (!conversation || !win.isReady) return;
	const text = win.text.trim();
	if (editing) return void change(dock, win, editing, text);
	const files = win.uploads.map(({ sent, name, blob }) => sent ?? { name, blob });
	win.uploads = [];
	win.replyTo = undefined;
	win.news = undefined;
	win.atEnd = true;
	dock.kept?.drafts.sent(win.id, win.draft);
	win.isEdited = false;
	conversation.send(text, { ...(replyTo && { replyTo: replyTo.seq }), ...(files.length > 0 && { files }) });
	win.draft = "";
	refill(dock, win);
}

/** Changes what a message says. What could not be changed stays to be tried again. */
async function change(dock: Dock, win: Win, message: ChatMessage, text: string): Promise<void> {
	const { draft } = win;
	win.editing = undefined;
	refill(dock, win);
	const edit = text === message.text ? undefined : win.conversation?.edit(message.seq, text);
	if (await succeeds(dock, win, edit)) return void win.unfinished.delete(editKey(message));
	// Unless the user writes something else by now: it is there when they change this message again.
	if (win.editing || win.replyTo || win.draft !== draft) return;
	win.editing = message;
	refill(dock, win);
}

/** Makes the field show the window's text, where that is another one now. */
export function refill(dock: Dock, win: Win): void {
	if (win.field) win.field.value = win.text;
	grow(win.field);
	dock.update();
}

/** What the next message answers or replaces. */
function modeView(dock: Dock, win: Win): VNode | undefined {
	const { speech } = dock;
	const message = win.editing ?? win.replyTo;
	if (!message) return undefined;
	const cancel = (): void => {
		win.replyTo = undefined;
		if (win.editing) win.unfinished.delete(editKey(win.editing));
		win.editing = undefined;
		refill(dock, win);
		dock.windows.focus(win);
	};
	const author = message.from ? nameOf(current(dock, win.id, message.from)) : speech.say("site");
	return h(
		"div",
		{ class: "mode" },
		h(
			"span",
			{ class: "text" },
			h("strong", null, win.editing ? speech.say("editing") : speech.say("replying", { name: author })),
			h("span", { class: "snippet", dir: "auto" }, snippet(dock, message)),
		),
		iconButton("close", speech.say("cancel"), cancel),
	);
}

function chooseFiles(dock: Dock, win: Win): void {
	const input = document.createElement("input");
	input.type = "file";
	input.multiple = true;
	input.addEventListener("change", () => void takeFiles(dock, win, input.files ?? []));
	input.click();
}

/** Uploads files that were chosen, pasted or dropped, to go with the next message. Returns whether it takes any of them. */
export function takeFiles(dock: Dock, win: Win, files: Iterable<File>): boolean {
	if (win.editing) {
		win.notice = dock.speech.say("editing.files");
		dock.update();
		return false;
	}
	const room = CHAT_LIMITS.files - win.uploads.length;
	const all = Array.from(files);
	if (all.length > room) win.notice = dock.speech.say("files.most", { count: CHAT_LIMITS.files });
	for (const blob of all.slice(0, room)) {
		const upload: Upload = { key: ++uploads, blob, name: blob.name || "file" };
		win.uploads.push(upload);
		void start(dock, upload);
	}
	dock.windows.focus(win);
	return room > 0;
}

async function start(dock: Dock, upload: Upload): Promise<void> {
	delete upload.failed;
	upload.waits = false;
	dock.update();
	try {
		if (upload.blob.size > CHAT_LIMITS.fileBytes)
			upload.failed = dock.speech.say("file.large", { size: dock.speech.size(CHAT_LIMITS.fileBytes) });
		else upload.sent = await dock.chat.upload(upload.blob, upload.name);
	} catch (error) {
		const code = codeOf(error);
		upload.waits = code === "disconnected" || code === "timeout";
		if (!upload.waits) upload.failed = dock.speech.fault(code);
	}
	dock.update();
}

function uploadView(dock: Dock, win: Win, upload: Upload): VNode {
	const { speech } = dock;
	const remove = (): void => {
		win.uploads = win.uploads.filter((one) => one !== upload);
		dock.windows.focus(win);
	};
	const { failed, sent, waits, name, blob } = upload;
	const state = sent ? speech.size(blob.size) : speech.say(waits ? "file.waiting" : "uploading");
	return h(
		"li",
		{ key: upload.key, class: failed ? "failed" : sent || waits ? "" : "busy" },
		icon("file"),
		h("span", { class: "text" }, h("bdi", { class: "name" }, name), h("small", { role: "status" }, failed ?? state)),
		failed !== undefined && blob.size <= CHAT_LIMITS.fileBytes && retryButton(dock, upload),
		iconButton("close", speech.say("file.remove", { name }), remove),
	);
}

function retryButton(dock: Dock, upload: Upload): VNode {
	return h(
		"button",
		{ type: "button", class: "button link", onclick: () => void start(dock, upload) },
		dock.speech.say("retry"),
	);
}
