import type { ChatApi, InboxState, PeopleList, Person, Status, Summary } from "../../chat/types.ts";
import { placeOf } from "../base/draft-store.ts";
import { addressOf } from "../base/links.ts";
import { draw, type VNode } from "../base/vdom.ts";
import { Entrance } from "./entrance.ts";
import type * as late from "./late.ts";
import { CLOSED, Kept, type Layout, type Settings, settingsOf, type Tab } from "./kept.ts";
import { codeOf, titleOf } from "./names.ts";
import type { Menu } from "./views/menu.ts";
import type { Speech } from "./speech.ts";
import type { Windows } from "./windows.ts";

export interface DockOptions {
	readonly host: HTMLElement;
	readonly root: ShadowRoot;
	readonly chat: ChatApi;
	/** Where the deployment is: files have paths of it. */
	readonly url: string;
	/** Whether there is a sound, until the user says otherwise. */
	readonly sound: boolean;
	readonly speech: Speech;
	/** Begins anew, after the connection was lost for good. */
	readonly restart: () => void;
	readonly view: (dock: Dock) => VNode;
}

/** What is loaded when something is opened for the first time. */
export type Late = typeof late;

/** What the dock shows, and what becomes of it: the views read this, and call what changes it. */
export class Dock {
	readonly host: HTMLElement;
	readonly root: ShadowRoot;
	readonly chat: ChatApi;
	readonly url: string;
	readonly restart: () => void;
	readonly view: (dock: Dock) => VNode;
	readonly phone = matchMedia("(max-width: 640px)");
	readonly entrance = new Entrance(() => this.update());
	speech: Speech;

	kept: Kept | undefined;
	settings: Settings;
	open = CLOSED.open;
	tab: Tab = CLOSED.tab;
	menu: Menu | undefined;
	/** What screen readers are told. */
	spoken = "";
	/** What went wrong in the panel, in words. */
	notice: string | undefined;
	/** Whom the people list is searched for. */
	query = "";
	/** The group that is being made. */
	making: { name: string; readonly users: Map<string, string> } | undefined;
	/** A group that was left by Escape, to be taken up again. */
	unmade: Dock["making"];
	/** By list, the entry that has the keyboard. */
	readonly picked = new Map<string, string>();

	/** Panel and windows, once they are there. */
	late: Late | undefined;
	#loading: Promise<void> | undefined;
	#windows: Windows | undefined;
	/** What is to be opened once it can be. */
	#waiting: Layout["windows"] = [];

	#people: PeopleList | undefined;
	#statuses = new Map<string, Status>();
	#isDue = false;
	#isStopped = false;
	readonly #undo: (() => void)[] = [];
	readonly #onSettings: (() => void)[] = [];

	constructor(options: DockOptions) {
		this.host = options.host;
		this.root = options.root;
		this.chat = options.chat;
		this.url = options.url;
		this.speech = options.speech;
		this.restart = options.restart;
		this.view = options.view;
		this.settings = settingsOf(null, options.sound);
		this.#undo.push(this.chat.inbox.subscribe(() => this.#inboxChanged(options.sound)));
		this.listen(this.phone, "change", () => (this.shown ? this.shown.fit() : this.update()));
		this.#inboxChanged(options.sound);
	}

	get inbox(): InboxState {
		return this.chat.inbox.get();
	}

	/** Whether it cannot be connected, for a reason that does not pass by itself. */
	get isUnavailable(): boolean {
		const { state, code } = this.inbox;
		return code !== undefined && state !== "live";
	}

	/** The id of the user; empty until it is known. */
	get you(): string {
		return this.inbox.you?.id ?? "";
	}

	/** The windows, for what comes with them. */
	get windows(): Windows {
		if (!this.#windows) throw new Error("The dock's windows have not been loaded.");
		return this.#windows;
	}

	/** The windows, once there may be any. */
	get shown(): Windows | undefined {
		return this.#windows;
	}

	/** Whether the dock covers a small screen. */
	get isSheet(): boolean {
		return this.phone.matches && (this.open || this.shown?.front !== undefined);
	}

	/** Draws again, once all that happens now has happened. */
	readonly update = (): void => {
		if (this.#isDue || this.#isStopped) return;
		this.#isDue = true;
		queueMicrotask(() => {
			this.#isDue = false;
			if (!this.#isStopped) this.#draw();
		});
	};

	/** Loads what the panel and windows are made of. */
	async load(): Promise<void> {
		this.#loading ??= this.#loadLate();
		try {
			await this.#loading;
		} catch {
			// Without a network; it is tried again when the user does.
			this.#loading = undefined;
			this.announce(this.speech.say("fault"));
		}
	}

	async #loadLate(): Promise<void> {
		this.late = await import("./late.ts");
		if (this.#isStopped) return;
		this.root.adoptedStyleSheets.push(this.late.lateSheet());
		this.#windows = new this.late.Windows(this);
		this.#windows.restore(this.#waiting);
		this.update();
	}

	/** Opens a conversation. */
	async showConversation(id: string): Promise<void> {
		await this.load();
		this.shown?.show(id);
	}

	/** Gives the keyboard to the bar, when it has been drawn. */
	focusBar(): void {
		this.update();
		queueMicrotask(() =>
			queueMicrotask(() => this.root.querySelector<HTMLElement>(".bar button")?.focus({ preventScroll: true })),
		);
	}

	/** Whether anything but the bar is to be seen. */
	get #isOpen(): boolean {
		return this.open || this.#waiting.length > 0;
	}

	#draw(): void {
		if (!this.late && !this.#loading && this.#isOpen) void this.load();
		const isKnown = this.kept
			? this.late !== undefined || !this.#isOpen
			: this.inbox.state !== "connecting" || this.isUnavailable;
		if (!this.entrance.mayDraw(isKnown)) return;
		this.#watchPeople();
		const back = this.shown?.all.map((win) => win.place());
		const focused = this.root.activeElement;
		draw(this.root, this.view(this));
		for (const put of back ?? []) put();
		// What is moved in the page loses the keyboard.
		if (focused instanceof HTMLElement && focused.isConnected && !this.root.activeElement) focused.focus();
		this.shown?.look();
	}

	#inboxChanged(sound: boolean): void {
		if (this.you !== "" && this.kept === undefined) this.#begin(sound);
		this.update();
	}

	/** Takes up what this user had open. */
	#begin(sound: boolean): void {
		const kept = new Kept(this.you, { local: placeOf("localStorage"), session: placeOf("sessionStorage"), sound });
		this.kept = kept;
		const { open, tab, windows } = this.phone.matches && kept.isNew ? CLOSED : kept.layout;
		this.open ||= open;
		this.tab = tab;
		this.#waiting = windows;
		this.shown?.restore(windows);
		this.listen(window, "storage", (event) => {
			const { key, oldValue, newValue } = event as StorageEvent;
			if (key === kept.settingsName) this.#settle(kept.settings);
			else if (key) this.shown?.drafted(key, oldValue ?? "", newValue ?? "");
		});
		this.#settle(kept.settings);
	}

	#settle(settings: Settings): void {
		this.settings = settings;
		for (const run of this.#onSettings) run();
		this.update();
	}

	/** Calls `run` whenever the settings have changed, in this tab or another. */
	onSettings(run: () => void): void {
		this.#onSettings.push(run);
	}

	listen(target: EventTarget, name: string, run: (event: Event) => void, capture = false): void {
		target.addEventListener(name, run, capture);
		this.#undo.push(() => target.removeEventListener(name, run, capture));
	}

	onStop(undo: () => void): void {
		this.#undo.push(undo);
	}

	/** Opens or closes the panel, or a tab of it. */
	show(open: boolean, tab: Tab = this.tab): void {
		this.open = open;
		this.tab = tab;
		this.making = undefined;
		this.notice = undefined;
		this.keep();
	}

	/** Keeps what is open, and draws it. */
	keep(): void {
		const windows = this.shown?.all.map(({ id, min }) => ({ id, min })) ?? this.#waiting;
		const layout: Layout = { open: this.open, tab: this.tab, windows };
		if (this.kept) this.kept.layout = layout;
		this.update();
	}

	set(change: Partial<Settings>): void {
		const settings = { ...this.settings, ...change };
		if (this.kept) this.kept.settings = settings;
		this.#settle(settings);
	}

	/** Does something that may fail, and says so. */
	async attempt<T>(promise: Promise<T>, at: { notice?: string | undefined } = this): Promise<T | undefined> {
		at.notice = undefined;
		try {
			return await promise;
		} catch (error) {
			at.notice = this.speech.fault(codeOf(error));
			return undefined;
		} finally {
			this.update();
		}
	}

	/** Tells screen readers. */
	announce(text: string): void {
		// The same words again are no change, and would not be read.
		this.spoken = this.spoken === text ? `${text}\u00A0` : text;
		this.update();
	}

	summary(id: string): Summary | undefined {
		const win = this.shown?.get(id);
		return this.inbox.conversations.find((one) => one.id === id) ?? win?.conversation?.get().summary ?? win?.known;
	}

	/** Whom a direct conversation is with. */
	other(summary: Summary | undefined): Person | undefined {
		return summary?.kind === "direct" ? summary.members.find(({ id }) => id !== this.you) : undefined;
	}

	/** What a conversation is called. */
	title(summary: Summary | undefined): string {
		return titleOf(summary, this.you, this.speech);
	}

	/** The status of a user; `undefined` for one who is not online, or not known to be. */
	status(user: string): Status | undefined {
		return this.#statuses.get(user);
	}

	get people(): PeopleList | undefined {
		return this.#people;
	}

	/** Follows who is online while something shows it, and not longer: that costs the server something. */
	#watchPeople(): void {
		const isShown = this.open || this.shown?.all.some(({ min }) => !min);
		if (isShown && !this.#people && this.you !== "") {
			const people = this.chat.people();
			this.#people = people;
			people.subscribe(() => {
				this.#peopleChanged(people);
				this.update();
			});
			this.#peopleChanged(people);
		} else if (!isShown && this.#people) {
			this.#people.close();
			this.#people = undefined;
			this.#statuses.clear();
			this.query = "";
		}
	}

	#peopleChanged(list: PeopleList): void {
		const { people, query } = list.get();
		// A search finds some: those whom it leaves out are as they were.
		if (query === "") this.#statuses.clear();
		for (const { id, status } of people) this.#statuses.set(id, status);
	}

	search(query: string): void {
		this.query = query;
		this.#people?.search(query.trim());
		this.update();
	}

	/** The whole address of a file. */
	address(path: string): string {
		return addressOf(path, this.url);
	}

	stop(): void {
		this.menu?.close();
		this.#isStopped = true;
		this.entrance.stop();
		for (const undo of this.#undo.splice(0)) undo();
		this.shown?.stop();
		this.#people?.close();
		draw(this.root);
	}
}
