/** What is needed of `localStorage` and `sessionStorage`. */
export type Place = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What a tab shows of a draft. */
export interface DraftHere {
	readonly text: string;
	/** Whether the user has written it in this tab. */
	readonly isEdited: boolean;
	/** Whether the field has the keyboard. */
	readonly isFocused: boolean;
}

/**
 * Texts that are being written, by where they go. All tabs share the one that was written last; a tab has its own again after
 * a reload, whatever other tabs have written meanwhile. Where the browser forbids storage nothing is kept.
 */
export class DraftStore {
	readonly #name: string;
	readonly #local: Place | undefined;
	readonly #session: Place | undefined;

	/** @param name the user's, so that nobody gets what another one has written */
	constructor(name: string, places: { readonly local?: Place | undefined; readonly session?: Place | undefined }) {
		this.#name = name;
		this.#local = places.local;
		this.#session = places.session;
	}

	/** Returns the draft of this tab, or else the one of all tabs; and whether it is this tab's alone. */
	get(to: string): { readonly text: string; readonly isEdited: boolean } {
		const key = this.keyOf(to);
		const shared = read(this.#local, key) ?? "";
		const own = read(this.#session, key);
		// Sent by another tab while this one was away.
		const isSent = own !== null && shared === "" && read(this.#local, this.#sentKey(to)) === own;
		if (own === null || isSent) return { text: shared, isEdited: false };
		return { text: own, isEdited: own !== shared };
	}

	set(to: string, text: string): void {
		for (const place of [this.#session, this.#local]) write(place, this.keyOf(to), text);
		write(this.#local, this.#sentKey(to), "");
	}

	/** A text was sent. What another tab has written since, or beside it, stays. */
	sent(to: string, text: string): void {
		write(this.#session, this.keyOf(to), "");
		if ((read(this.#local, this.keyOf(to)) ?? "").trim() !== text.trim()) return;
		write(this.#local, this.#sentKey(to), read(this.#local, this.keyOf(to)) ?? "");
		write(this.#local, this.keyOf(to), "");
	}

	/**
	 * Returns the text that a tab shows after another tab has changed the draft from one text to another; `undefined` where it
	 * keeps its own.
	 */
	heard(to: string, here: DraftHere, before: string, now: string): string | undefined {
		// It was sent, or taken out. What is only here is the draft of all tabs from now on.
		if (now === "" && here.text !== before) {
			write(this.#local, this.keyOf(to), here.text);
			return undefined;
		}
		if (now !== "" && (here.isEdited || here.isFocused)) return undefined;
		write(this.#session, this.keyOf(to), now);
		return now;
	}

	/** Returns what a draft is called in the storage, for the event that tells of changes. */
	keyOf(to: string): string {
		return `${this.#name}/draft/${to}`;
	}

	#sentKey(to: string): string {
		return `${this.#name}/sent/${to}`;
	}
}

// A browser may forbid both: nothing is kept then, and everything else works.

export function read(place: Place | undefined, name: string): string | null {
	try {
		return place?.getItem(name) ?? null;
	} catch {
		return null;
	}
}

export function write(place: Place | undefined, name: string, text: string): void {
	try {
		if (text === "") place?.removeItem(name);
		else place?.setItem(name, text);
	} catch {
		// Full or forbidden.
	}
}

/** Browsers that forbid a page to keep anything throw when they are merely asked for the place. */
export function placeOf(name: "localStorage" | "sessionStorage"): Storage | undefined {
	try {
		return globalThis[name];
	} catch {
		return undefined;
	}
}
