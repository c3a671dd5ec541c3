// What the dock keeps in the browser, by user: settings and drafts for all tabs, what is open for each tab by itself.

import { DraftStore, type Place, read, write } from "../base/draft-store.ts";

export const TABS = ["chats", "people", "settings"] as const;
export type Tab = (typeof TABS)[number];

/** What is open on the page. */
export interface Layout {
	readonly open: boolean;
	readonly tab: Tab;
	/** From the panel outwards. */
	readonly windows: readonly { readonly id: string; readonly min: boolean }[];
}

export interface Settings {
	readonly sound: boolean;
	/** Desktop notices. */
	readonly notices: boolean;
	/** Shown to others as away, whatever one does. */
	readonly away: boolean;
}

export const CLOSED: Layout = { open: false, tab: "chats", windows: [] };
const MOST_WINDOWS = 12;

type Fields = Readonly<Record<string, unknown>>;

function fields(text: string | null): Fields {
	try {
		const value: unknown = JSON.parse(text ?? "");
		return typeof value === "object" && value !== null ? (value as Fields) : {};
	} catch {
		return {};
	}
}

/** Reads a layout; what is none is one with nothing open. */
export function layoutOf(text: string | null): Layout {
	const { open, tab, windows } = fields(text);
	const list: readonly unknown[] = Array.isArray(windows) ? windows : [];
	return {
		open: open === true,
		tab: TABS.find((one) => one === tab) ?? "chats",
		windows: list.slice(0, MOST_WINDOWS).flatMap((one) => {
			const { id, min } = (one ?? {}) as Fields;
			return typeof id === "string" ? [{ id, min: min === true }] : [];
		}),
	};
}

/** Reads settings over those that the page gives. */
export function settingsOf(text: string | null, sound: boolean): Settings {
	const given = fields(text);
	return {
		sound: typeof given["sound"] === "boolean" ? given["sound"] : sound,
		notices: given["notices"] === true,
		away: given["away"] === true,
	};
}

export class Kept {
	readonly name: string;
	/** What is being written, by conversation. */
	readonly drafts: DraftStore;
	readonly #local: Place | undefined;
	readonly #session: Place | undefined;
	readonly #sound: boolean;

	constructor(user: string, places: { local?: Place | undefined; session?: Place | undefined; sound: boolean }) {
		this.name = `parlour-dock/${user}`;
		this.#local = places.local;
		this.#session = places.session;
		this.#sound = places.sound;
		this.drafts = new DraftStore(this.name, places);
	}

	/** Whether nothing has been open in this tab yet. */
	get isNew(): boolean {
		return read(this.#session, `${this.name}/layout`) === null;
	}

	get layout(): Layout {
		const name = `${this.name}/layout`;
		// A new tab begins with what the last one had open, and goes its own way from there.
		return layoutOf(read(this.#session, name) ?? read(this.#local, name));
	}

	set layout(layout: Layout) {
		const text = JSON.stringify(layout);
		for (const place of [this.#session, this.#local]) write(place, `${this.name}/layout`, text);
	}

	get settings(): Settings {
		return settingsOf(read(this.#local, this.settingsName), this.#sound);
	}

	set settings(settings: Settings) {
		write(this.#local, this.settingsName, JSON.stringify(settings));
	}

	/** Where the settings are, for the event that tells other tabs. */
	get settingsName(): string {
		return `${this.name}/settings`;
	}

	/** Whether nobody has claimed this before, in any tab: what is told once. Atomic only under a lock. */
	claim(what: string): boolean {
		const name = `${this.name}/told`;
		const told = (read(this.#local, name) ?? "").split(" ");
		if (told.includes(what)) return false;
		write(this.#local, name, [...told.slice(-20), what].join(" "));
		return true;
	}
}
