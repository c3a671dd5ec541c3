import { REDACT } from "../../../protocol/names.ts";
import type { EventFrame, SignalFrame } from "../../../protocol/server-frames.ts";
import type { Channel } from "../../channel.ts";
import type { StateName } from "../../core/state.ts";
import type { UserId } from "../../core/ticket.ts";
import type { PresenceChange, StateChange } from "../../core/topics.ts";
import { type Parlour, ParlourError } from "../../index.ts";
import type { Keep } from "../../keep/types.ts";
import { DraftStore, placeOf } from "../base/draft-store.ts";
import { draw } from "../base/vdom.ts";
import { Barred } from "./barred.ts";
import { Crowd } from "./crowd.ts";
import { Doorway } from "./doorway.ts";
import type { Person } from "./entry.ts";
import { History } from "./history.ts";
import { List } from "./list.ts";
import type { Menu } from "./menu.ts";
import { Outgoing } from "./outgoing.ts";
import { messageOf, personOf, removedBy, TYPING } from "./read.ts";
import type { Sheet } from "./sheet.ts";
import type { Speech } from "./speech.ts";
import { Timeline } from "./timeline.ts";
import { Typists } from "./typists.ts";
import { roomView } from "./views/root.ts";

/** What the page says of the room; it may say otherwise at any time. */
export interface Shown {
	/** What the room is called. */
	readonly name: string;
	/** Whether it is said who enters and leaves. */
	readonly notices: boolean;
	readonly speech: Speech;
}

export interface RoomOptions {
	readonly root: ShadowRoot;
	readonly parlour: Parlour;
	readonly hash: string;
	/** The page has another user: the room begins anew. */
	readonly userChanged: () => void;
	/** How many messages a page of the history has; 0 for no history. */
	readonly history: number;
	readonly shown: Shown;
	/** Where messages are kept that have not arrived. */
	readonly keep?: Keep | undefined;
}

/** A public room on the page: what is known of it, and what changes it. The views read this. */
export class Room {
	readonly options: RoomOptions;
	readonly timeline = new Timeline();
	readonly crowd = new Crowd();
	readonly typists = new Typists(() => this.update());
	readonly barred = new Barred(() => this.update());
	readonly list = new List(this);
	readonly history = new History(this);
	readonly outgoing: Outgoing;
	readonly #doorway = new Doorway((change) => this.#moved(change));
	/** Whether it has been live since it is on the page. */
	#hasBeenLive = false;
	/** Whose room it is, once it has been live; `null` for a guest. */
	#user: UserId | undefined;
	/** What somebody wrote before the room began anew. */
	#kept: { readonly user: UserId; readonly text: string } | undefined;
	readonly #undo: (() => void)[] = [];
	#unstore: () => void = () => undefined;
	readonly #unfollow: () => void;
	#isDue = false;
	#isStopped = false;

	shown: Shown;
	channel: Channel;
	state: StateName = "connecting";
	/** What the user writes. */
	text = "";
	#drafts: DraftStore | undefined;
	/** Whether the user has written it in this tab. */
	#isEdited = false;
	/** Whether the list of people is open; `undefined` leaves it to the width. */
	peopleOpen: boolean | undefined;
	/** Whether there is room for the list of people beside the messages. */
	isWide = false;
	/** The message whose actions the keyboard was at last. */
	picked: string | undefined;
	menu: Menu | undefined;
	sheet: Sheet | undefined;
	/** What screen readers are told, and what went wrong. */
	spoken = "";
	notice: string | undefined;

	constructor(options: RoomOptions) {
		this.options = options;
		this.shown = options.shown;
		this.outgoing = new Outgoing(this, options.parlour.settings.environment);
		this.channel = this.#join();
		this.#unfollow = options.parlour.on("user", options.userChanged);
		this.update();
	}

	/** Where the deployment is. */
	get url(): string {
		return this.options.parlour.settings.url;
	}

	/** Whether the room cannot be entered, for a reason that does not pass by itself; a moderator's word is none. */
	get isUnavailable(): boolean {
		const { trouble } = this.channel;
		return trouble !== undefined && !this.#hasBeenLive && !this.barred.isSentAway;
	}

	/** Takes over what was written in the room before, for when it is known that it is the same user's. */
	keepText(before: Room | undefined): void {
		if (!before) return;
		this.#kept = before.#user === undefined ? before.#kept : { user: before.#user, text: before.text };
	}

	get speech(): Speech {
		return this.shown.speech;
	}

	/** The user, once the room has said who that is; `undefined` for a guest. */
	get you(): Person | undefined {
		return this.channel.you && personOf(this.channel.you);
	}

	get isModerator(): boolean {
		return this.channel.you?.role === "moderator";
	}

	/** Whether the list of people is to be seen. */
	get showsPeople(): boolean {
		return this.crowd.people !== undefined && this.state !== "lost" && (this.peopleOpen ?? this.isWide);
	}

	/** Draws again, once all that happens now has happened. */
	readonly update = (): void => {
		if (this.#isDue || this.#isStopped) return;
		this.#isDue = true;
		queueMicrotask(() => {
			this.#isDue = false;
			if (this.#isStopped) return;
			const put = this.list.place();
			draw(this.options.root, roomView(this));
			put();
			this.history.look();
		});
	};

	/** Runs something after the next drawing, such as giving the keyboard to what it brings. */
	later(run: () => void): void {
		this.update();
		queueMicrotask(() => queueMicrotask(run));
	}

	/** Tells screen readers. */
	announce(text: string): void {
		// The same words again are no change, and would not be read.
		this.spoken = this.spoken === text ? `${text}\u00A0` : text;
		this.update();
	}

	/** Begins to follow the room, or follows it again from where it was left. */
	#join(since?: string): Channel {
		const channel = this.options.parlour.subscribe(this.options.hash, { since });
		this.#undo.push(
			channel.onState((change) => this.#stateChanged(channel, change)),
			channel.onTrouble(this.update),
			channel.on("*", (event) => this.#heard(event)),
			channel.onGap((gap) => {
				this.timeline.miss(gap);
				if (gap.resumed === "fresh") this.history.reset();
				this.update();
			}),
			channel.onPresence((change) => this.#crowdChanged(change)),
			channel.onSignal(TYPING, (signal) => this.#typing(signal)),
		);
		return channel;
	}

	/** Comes back after the connection has ended for good. */
	rejoin(): void {
		const { cursor } = this.channel;
		this.#leave();
		this.state = "connecting";
		this.channel = this.#join(cursor);
		this.update();
	}

	#leave(): void {
		for (const undo of this.#undo.splice(0)) undo();
		this.channel.close();
	}

	#stateChanged(channel: Channel, change: StateChange): void {
		const { to, code } = change;
		this.state = to;
		this.#drafted();
		this.outgoing.connected(change);
		if (to === "live") {
			this.#entered();
			this.history.begin();
			if (this.barred.exit) this.#returned();
		} else this.#doorway.clear();
		if (to === "lost") void this.barred.lost(code, channel);
		this.update();
	}

	/** It is known who the user is: what somebody else wrote before is let go. */
	#entered(): void {
		this.#hasBeenLive = true;
		this.#user = this.channel.you?.id ?? null;
		if (this.#kept?.user === this.#user && this.text === "") this.text = this.#kept.text;
		this.#kept = undefined;
	}

	/** The user is back in; the keyboard goes from the button that did it to the field. */
	#returned(): void {
		const { root } = this.options;
		const hadKeyboard = root.activeElement?.closest(".banner");
		this.barred.returned();
		if (hadKeyboard) this.later(() => root.querySelector("textarea")?.focus());
	}

	#heard(event: EventFrame): void {
		if (event.from) {
			this.typists.ended(event.from.id);
			// Who speaks has shown that they are here.
			this.#doorway.spoke(event.from.id);
		}
		if (event.name === REDACT) this.timeline.remove(removedBy(event.data));
		const message = messageOf(event, this.you?.id);
		if (message) {
			this.timeline.add([message]);
			if (message.mine && event.id !== undefined) this.outgoing.arrived(event.id);
			if (!message.mine) this.list.news();
		}
		this.update();
	}

	#typing({ from }: SignalFrame): void {
		if (from && from.id !== this.you?.id) this.typists.heard(personOf(from));
	}

	#crowdChanged(change: PresenceChange): void {
		const movement = this.crowd.take(change);
		const isOther = ({ id }: Person): boolean => id !== this.you?.id;
		this.#doorway.add({ entered: movement.entered.filter(isOther), left: movement.left.filter(isOther) });
		this.update();
	}

	#moved(movement: { readonly entered: readonly Person[]; readonly left: readonly Person[] }): void {
		if (!this.shown.notices || !Doorway.isQuiet(this.crowd)) return;
		this.timeline.move(movement, Date.now());
		this.update();
	}

	/** The user has written something. */
	write(text: string): void {
		this.text = text;
		this.#isEdited = text !== "";
		this.#drafts?.set(this.#place, text);
	}

	/** What was written is on its way. */
	sent(): void {
		this.#drafts?.sent(this.#place, this.text);
		this.text = "";
		this.#isEdited = false;
	}

	/** Where the draft goes: the same for all hashes of a channel. */
	get #place(): string {
		return this.options.hash.split(".")[1] ?? "";
	}

	/** Takes up what the user was writing, on an earlier page or in another tab. */
	#drafted(): void {
		if (!this.you || this.#drafts) return;
		const places = { local: placeOf("localStorage"), session: placeOf("sessionStorage") };
		const drafts = new DraftStore(`parlour-room/${this.url}/${this.you.id}`, places);
		this.#drafts = drafts;
		if (this.text === "") {
			const { text, isEdited } = drafts.get(this.#place);
			this.text = text;
			this.#isEdited = isEdited;
		}
		const heard = ({ key, oldValue, newValue }: StorageEvent): void => {
			if (key !== drafts.keyOf(this.#place)) return;
			const isFocused = this.options.root.activeElement?.localName === "textarea";
			const here = { text: this.text, isEdited: this.#isEdited, isFocused };
			this.text = drafts.heard(this.#place, here, oldValue ?? "", newValue ?? "") ?? this.text;
			this.update();
		};
		addEventListener("storage", heard);
		this.#unstore = () => removeEventListener("storage", heard);
	}

	/** What the room says against something that waits for no answer, such as typing. */
	reported(error: unknown): void {
		if (!(error instanceof ParlourError)) reportError(error);
		else if (error.code === "muted") this.barred.muted(error.retryAfter);
	}

	stop(): void {
		this.#isStopped = true;
		this.#unfollow();
		this.#leave();
		this.options.parlour.close();
		this.outgoing.stop();
		this.#unstore();
		this.typists.stop();
		this.barred.stop();
		this.#doorway.clear();
		this.list.stop();
		draw(this.options.root);
	}
}
