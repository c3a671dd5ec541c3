import { isBlank } from "../../../protocol/chat/blank.ts";
import { CHAT_LIMITS } from "../../../protocol/chat/limits.ts";
import type { ChatMessage, OpenConversation, SentFile, Summary } from "../../chat/types.ts";
import { excessOf } from "../base/length.ts";
import type { Child } from "../base/vdom.ts";
import type { News } from "./rows.ts";

/** A file that is to go with the next message. */
export interface Upload {
	readonly key: number;
	readonly blob: Blob;
	readonly name: string;
	/** What the deployment calls it, once it is there. */
	sent?: SentFile;
	/** Why it could not be uploaded, in words. */
	failed?: string;
	/** Whether there was no connection: it is uploaded with its message. */
	waits?: boolean;
}

/** A field in a question, with what it holds at first. */
export interface SheetField {
	/** What is written in it, so that it can be taken up again. */
	readonly key: string;
	readonly value: string;
	/** In characters. */
	readonly max: number;
	readonly lines: number;
	readonly label: string;
}

/** A question over a window: something to confirm, to fill in, or a list. */
export interface Sheet {
	readonly title: string;
	readonly text?: string;
	readonly field?: SheetField;
	readonly body?: () => Child;
	/** What the button says that does it. Without one there is only a button that closes. */
	readonly confirm?: string;
	readonly danger?: boolean;
	/** Does it. What this throws is shown in the sheet. */
	readonly run?: (value: string) => Promise<unknown>;
	/** Runs when it is closed. */
	readonly end?: () => void;
}

/** A conversation's window, open or minimised. */
export class Win {
	readonly id: string;
	min: boolean;
	/** Only while it has something to show: what is merely minimised loads nothing. */
	conversation?: OpenConversation | undefined;
	unsubscribe?: () => void;

	/** The text of the next message, whatever else is in the field for now. */
	draft: string;
	/** Whether the user has written it in this tab. */
	isEdited = false;
	/** What was begun and not done, by what it is: changes of messages, and fields of questions. */
	readonly unfinished = new Map<string, string>();
	replyTo?: ChatMessage | undefined;
	editing?: ChatMessage | undefined;
	uploads: Upload[] = [];
	#sheet: Sheet | undefined;
	/** The conversation as it was last: what is left of one that the user is out of. */
	known?: Summary | undefined;
	/** Whether the user was told that they are out of it. */
	isOutTold = false;
	/** What went wrong last, in words. */
	notice?: string | undefined;

	/** What was new when the user came to it. */
	news?: News | undefined;
	/** Whether the user has seen it since: what comes next is news of its own. */
	isNewSeen = false;
	/** The message that has the keyboard. */
	picked?: number | undefined;
	/** What was last said to have been read. */
	readUpTo = "";
	atEnd = true;
	/** Loading older messages failed; they are not asked for again by scrolling alone. */
	stuck = false;
	list?: HTMLElement;
	element?: HTMLElement;
	field?: HTMLTextAreaElement;

	constructor(id: string, min: boolean, draft: string) {
		this.id = id;
		this.min = min;
		this.draft = draft;
	}

	get sheet(): Sheet | undefined {
		return this.#sheet;
	}

	set sheet(sheet: Sheet | undefined) {
		const before = this.#sheet;
		this.#sheet = sheet;
		if (before !== sheet) before?.end?.();
	}

	/** Whether the user is no member, or no longer: there is nothing to do here but to read. */
	get isOut(): boolean {
		return this.conversation?.get().out === true;
	}

	/** What is in the field: the next message, or a message as it is to be. */
	get text(): string {
		return this.editing ? (this.unfinished.get(editKey(this.editing)) ?? this.editing.text) : this.draft;
	}

	set text(text: string) {
		if (this.editing) this.unfinished.set(editKey(this.editing), text);
		else this.draft = text;
	}

	/** By how many characters the text is too long. */
	get excess(): number {
		return excessOf(this.text.trim(), CHAT_LIMITS.textChars);
	}

	/** Whether there is something to send. */
	get isReady(): boolean {
		const isUploaded = this.uploads.every(({ sent, waits }) => sent ?? waits);
		return isUploaded && this.excess === 0 && (!isBlank(this.text) || (this.uploads.length > 0 && !this.editing));
	}

	/** Where the list stands, to be put back there when it has been drawn anew. */
	place(): () => void {
		const { list, atEnd } = this;
		const messages = Array.from(list?.querySelectorAll<HTMLElement>("[data-seq]") ?? []);
		const anchor = messages.find((one) => one.offsetTop + one.offsetHeight > (list?.scrollTop ?? 0));
		const top = anchor?.offsetTop ?? 0;
		return () => {
			const now = this.list;
			if (now && atEnd) now.scrollTop = now.scrollHeight;
			// Whatever has changed above it, what one reads stays where it is.
			else if (now && anchor?.isConnected) now.scrollTop += anchor.offsetTop - top;
		};
	}
}

/** What an unfinished change of a message is called. */
export function editKey({ seq }: ChatMessage): string {
	return `edit ${seq}`;
}
