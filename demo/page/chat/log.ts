import { byId, create } from "../dom.ts";
import { rowOf, type Shown } from "./message.ts";
import { Scroll } from "./scroll.ts";
import { dayOf } from "../time.ts";

const GROUP_MS = 5 * 60_000;

interface Entry {
	readonly shown: Shown;
	readonly row: HTMLLIElement;
}

/** The list of messages, in the order of the channel; one's own that are on their way stand last. */
export class Log {
	readonly #list = byId("log", HTMLOListElement);
	readonly #empty = byId("empty", HTMLElement);
	readonly #entries: Entry[] = [];
	readonly #scroll = new Scroll();

	/** The lowest sequence number that is shown. */
	get first(): number | undefined {
		return this.#entries[0]?.shown.seq;
	}

	/** Shows a message once: one that is there already keeps its row, and takes the place that the channel gave it. */
	add(shown: Shown): HTMLLIElement {
		const known = this.#entries.findIndex(({ shown: { key } }) => key === shown.key);
		const old = this.#entries[known];
		if (old !== undefined && (old.shown.seq !== undefined || shown.seq === undefined)) return old.row;
		if (old !== undefined) this.#entries.splice(known, 1);
		const row = old?.row ?? rowOf(shown);
		const place = this.#placeOf(shown);
		this.#scroll.keep(shown.mine && shown.seq === undefined, () => {
			const next = this.#entries[place]?.row;
			if (row.nextElementSibling !== (next ?? null) || row.parentElement === null)
				this.#list.insertBefore(row, next ?? null);
			this.#entries.splice(place, 0, { shown, row });
			for (const at of [place, place + 1, place + 2]) this.#group(at);
			this.#empty.hidden = true;
		});
		return row;
	}

	/** Puts a page of the history in without reading all of it out, and without moving what is being read. */
	addPage(page: readonly Shown[]): void {
		this.#list.ariaLive = "off";
		this.#scroll.keepPage(() => {
			for (const shown of page) this.add(shown);
		});
		this.#empty.hidden = this.#entries.length > 0;
		setTimeout(() => (this.#list.ariaLive = "polite"), 100);
	}

	/** A line between messages that says what happened to the log. */
	note(text: string): void {
		this.#scroll.keep(false, () => this.#list.append(create("li", "note", text)));
	}

	/** Takes messages away that the site has withdrawn; their places stay. */
	remove(seqs: unknown): void {
		if (!Array.isArray(seqs)) return;
		for (const { shown, row } of this.#entries) {
			if (!seqs.includes(shown.seq)) continue;
			row.classList.add("removed");
			row.querySelector(".text")?.replaceChildren("This message was removed.");
		}
	}

	clear(): void {
		this.#entries.length = 0;
		this.#list.replaceChildren();
	}

	#placeOf({ seq = Number.POSITIVE_INFINITY }: Shown): number {
		let place = this.#entries.length;
		while (place > 0 && (this.#entries[place - 1]?.shown.seq ?? Number.POSITIVE_INFINITY) > seq) place--;
		return place;
	}

	/** Messages of one person in a row stand closer, and a new day is named. */
	#group(at: number): void {
		const entry = this.#entries[at];
		if (entry === undefined) return;
		const before = this.#entries[at - 1]?.shown;
		const { row, shown } = entry;
		const isNewDay = before === undefined || dayOf(before.at) !== dayOf(shown.at);
		if (isNewDay) row.dataset["day"] = dayOf(shown.at);
		else delete row.dataset["day"];
		const follows = !isNewDay && before.from?.id === shown.from?.id && shown.at - before.at < GROUP_MS;
		row.classList.toggle("follows", follows && shown.from !== undefined);
	}
}
