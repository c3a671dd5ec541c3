import type { Dock } from "./dock.ts";
import type { Layout } from "./kept.ts";
import { firstNew, settledNews } from "./rows.ts";
import { outText } from "./views/out.ts";
import { Win } from "./window.ts";

/** Pixels that the panel and a window take, with the gap. */
const PANEL = 332;
const WINDOW = 348;

/** The windows of conversations. */
export class Windows {
	/** From the panel outwards. */
	all: Win[] = [];
	readonly #dock: Dock;
	/** Those that were closed: what was written and attached in them is there when they are opened again. */
	readonly #closed = new Map<string, Win>();

	constructor(dock: Dock) {
		this.#dock = dock;
	}

	get(id: string): Win | undefined {
		return this.all.find((win) => win.id === id);
	}

	/** The one that a small screen shows. */
	get front(): Win | undefined {
		return this.all.find(({ min }) => !min);
	}

	restore(windows: Layout["windows"]): void {
		this.all = windows.map(({ id, min }) => this.#make(id, min));
		this.#makeRoom();
		for (const win of this.all) if (!win.min) this.#open(win);
	}

	/** A window with what was being written in it. */
	#make(id: string, min: boolean): Win {
		const { text, isEdited } = this.#dock.kept?.drafts.get(id) ?? { text: "", isEdited: false };
		const win = new Win(id, min, text);
		win.isEdited = isEdited;
		return win;
	}

	/** Another tab has changed a draft. */
	drafted(key: string, before: string, now: string): void {
		const drafts = this.#dock.kept?.drafts;
		const win = [...this.all, ...this.#closed.values()].find(({ id }) => drafts?.keyOf(id) === key);
		if (!win || !drafts) return;
		const isFocused = !win.min && !win.editing && this.#dock.root.activeElement === win.field;
		const text = drafts.heard(win.id, { text: win.draft, isEdited: win.isEdited, isFocused }, before, now);
		if (text === undefined) return;
		win.draft = text;
		this.#dock.late?.refill(this.#dock, win);
	}

	/** Opens a conversation's window and gives it the keyboard. */
	show(id: string): void {
		let win = this.get(id);
		if (!win) {
			win = this.#closed.get(id) ?? this.#make(id, true);
			this.all.unshift(win);
		}
		win.min = false;
		win.atEnd = true;
		this.#open(win);
		this.#makeRoom(win);
		this.#dock.keep();
		this.focus(win);
	}

	minimise(win: Win): void {
		win.min = true;
		win.news = undefined;
		this.#release(win);
		this.#dock.keep();
	}

	close(win: Win): void {
		this.#release(win, true);
		const index = this.all.indexOf(win);
		this.all = this.all.filter((one) => one !== win);
		win.sheet = win.notice = win.news = undefined;
		win.readUpTo = "";
		this.#closed.set(win.id, win);
		this.#dock.keep();
		const next = this.all.slice(index).find(({ min }) => !min) ?? this.front;
		if (next) this.focus(next);
		else this.#dock.focusBar();
	}

	/** Gives the keyboard to a window: to its field, or on a phone, where that would open the keys, to its head. */
	focus(win: Win): void {
		this.#dock.update();
		const run = (): void => {
			const field = win.field?.isConnected ? win.field : undefined;
			const target = this.#dock.phone.matches ? win.element?.querySelector("button") : field;
			(target ?? win.element?.querySelector("button"))?.focus({ preventScroll: true });
		};
		// The drawing is a microtask that may have been asked for a moment ago; this one is later in any case.
		queueMicrotask(() => queueMicrotask(run));
	}

	/** Minimises what does not fit beside the panel, the farthest first. */
	fit(): void {
		this.#makeRoom();
		this.#dock.keep();
	}

	#makeRoom(keep: Win | undefined = this.front): void {
		const { phone } = this.#dock;
		const room = phone.matches ? 1 : Math.max(1, Math.floor((innerWidth - PANEL) / WINDOW));
		const open = this.all.filter(({ min }) => !min);
		for (const win of open.filter((one) => one !== keep).slice(room - 1)) {
			win.min = true;
			this.#release(win);
		}
	}

	#open(win: Win): void {
		if (win.conversation) return;
		const conversation = this.#dock.chat.conversation(win.id);
		win.conversation = conversation;
		const undo = conversation.subscribe(() => {
			this.#changed(win);
			this.#dock.update();
		});
		win.unsubscribe = undo;
		this.#changed(win);
	}

	/** A window that nobody sees holds its conversation only for messages that are not sent yet. */
	#release(win: Win, always = false): void {
		// A list in it follows changes for those who see it.
		if (win.sheet?.end) win.sheet = undefined;
		if (!always && (win.conversation?.get().drafts.length ?? 0) > 0) return;
		win.unsubscribe?.();
		win.conversation?.close();
		win.conversation = undefined;
	}

	#changed(win: Win): void {
		if (win.isOut !== win.isOutTold) this.#turned(win);
		const messages = win.conversation?.get().messages ?? [];
		const unread = this.#dock.summary(win.id)?.unread ?? 0;
		const { you } = this.#dock;
		const last = messages.at(-1);
		const isNews = unread > 0 && (win.readUpTo === "" || !this.isSeen(win));
		if (last && isNews && (!win.news || win.isNewSeen)) {
			win.news = { count: unread, upTo: last.seq };
			win.isNewSeen = false;
		}
		win.news = settledNews(messages, you, win.news);
		// Who answers has seen what is above.
		const first = firstNew(messages, you, win.news);
		if (last?.from?.id === you && first !== undefined && last.seq > first) win.news = undefined;
	}

	/** The user is out of a conversation that is shown, or in it again. What they were writing stays. */
	#turned(win: Win): void {
		win.isOutTold = win.isOut;
		if (!win.isOut) return;
		win.sheet = undefined;
		const { root, speech } = this.#dock;
		this.#dock.announce(outText(speech, win));
		// What had the keyboard is gone with the field or the sheet.
		if (win.element?.contains(root.activeElement)) this.focus(win);
	}

	/** Whether the user has the end of a conversation before their eyes. */
	isSeen(win: Win | undefined): boolean {
		return win !== undefined && !win.min && win.atEnd && document.visibilityState === "visible" && document.hasFocus();
	}

	/** Says what has been read, and loads more where a window is not full. */
	look(): void {
		for (const win of this.all) {
			const summary = this.#dock.summary(win.id);
			win.known = summary && { ...summary, unread: 0 };
			const state = win.conversation?.get();
			if (!state || !win.conversation) continue;
			const { list } = win;
			if (state.more && !state.loading && !win.stuck && list && list.clientHeight > 0 && list.scrollTop < 150)
				void this.older(win);
			const last = state.messages.at(-1)?.seq ?? 0;
			const upTo = `${last}/${this.#dock.summary(win.id)?.unread}`;
			if (last === 0 || win.readUpTo === upTo || !this.isSeen(win)) continue;
			win.readUpTo = upTo;
			win.isNewSeen = true;
			win.conversation.read();
		}
	}

	/** Loads what is before the first message. */
	async older(win: Win): Promise<void> {
		const { conversation } = win;
		if (!conversation || conversation.get().loading) return;
		win.stuck = true;
		try {
			await conversation.older();
			win.stuck = false;
		} catch {
			// The button above the first message asks again.
		}
		this.#dock.update();
	}

	stop(): void {
		for (const win of this.all) this.#release(win, true);
	}
}
