import { isBlank } from "../../../protocol/chat/blank.ts";
import type { ChatMessage, OpenConversation, SentFile } from "../../chat/types.ts";
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
}

/** A question over a window: something to confirm, to fill in, or a list. */
export interface Sheet {
	readonly title: string;
	readonly text?: string;
	/** A field, with what it holds at first. */
	readonly field?: { readonly value: string; readonly max: number; readonly lines: number; readonly label: string };
	readonly body?: () => Child;
	/** What the button says that does it. Without one there is only a button that closes. */
	readonly confirm?: string;
	readonly danger?: boolean;
	/** Does it. What this throws is shown in the sheet. */
	readonly run?: (value: string) => Promise<unknown>;
}

/** A conversation's window, open or minimised. */
export class Win {
	readonly id: string;
	min: boolean;
	/** Only while it has something to show: what is merely minimised loads nothing. */
	conversation?: OpenConversation | undefined;
	unsubscribe?: () => void;

	text: string;
	replyTo?: ChatMessage | undefined;
	editing?: ChatMessage | undefined;
	uploads: Upload[] = [];
	sheet?: Sheet | undefined;
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

	constructor(id: string, min: boolean, text: string) {
		this.id = id;
		this.min = min;
		this.text = text;
	}

	/** Whether there is something to send. */
	get isReady(): boolean {
		const isUploaded = this.uploads.every(({ sent }) => sent);
		return isUploaded && (!isBlank(this.text) || (this.uploads.length > 0 && !this.editing));
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
