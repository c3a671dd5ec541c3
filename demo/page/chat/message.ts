import type { EventFrame } from "../client.ts";
import { create } from "../dom.ts";
import { timeOf } from "../time.ts";

/** What the log shows: a message of the channel, or one of one's own on its way there. */
export interface Shown {
	readonly key: string;
	/** Missing while it is on its way. */
	readonly seq?: number;
	readonly at: number;
	readonly text: string;
	/** Missing for what the site itself announces. */
	readonly from?: { readonly id: string; readonly name?: string | undefined } | undefined;
	readonly mine: boolean;
}

/** How far one's own message has come. */
export type Progress =
	| { readonly is: "pending" }
	| { readonly is: "delivered"; readonly recipients: number }
	| { readonly is: "failed"; readonly why: string; readonly retry: () => void };

/** The message that an event is, or `undefined` for one that this page does not show. */
export function shownOf(event: EventFrame, me: string | undefined): Shown | undefined {
	const { seq, at, from, name, data, id } = event;
	if (name !== "message" || typeof data !== "object" || data === null || !("text" in data)) return undefined;
	if (typeof data.text !== "string") return undefined;
	const mine = me !== undefined && from?.id === me;
	return { key: mine && id !== undefined ? id : `seq ${seq}`, seq, at, text: data.text, from, mine };
}

/** Builds the row of a message. */
export function rowOf(shown: Shown): HTMLLIElement {
	const { text, from, mine, at } = shown;
	const row = create("li", `message${mine ? " mine" : ""}${from === undefined ? " announcement" : ""}`);
	const time = create("time", "at", timeOf(at));
	time.dateTime = new Date(at).toISOString();
	if (from !== undefined && !mine) row.append(avatar(from));
	const who = create("p", "author", mine ? "You" : (from?.name ?? from?.id ?? "Announcement"), " ", time);
	row.append(create("div", "bubble", who, create("p", "text", text)));
	if (from !== undefined) row.style.setProperty("--hue", String(hueOf(from.id)));
	return row;
}

/** Writes under one's own message how far it has come. */
export function showProgress(row: HTMLElement, progress: Progress): void {
	row.dataset["progress"] = progress.is;
	row.querySelector(".progress")?.remove();
	const line = create("p", "progress");
	if (progress.is === "pending") line.append("Sending…");
	if (progress.is === "delivered") line.append(receivedBy(progress.recipients));
	if (progress.is === "failed") {
		const retry = create("button", "link", "Try again");
		retry.type = "button";
		retry.addEventListener("click", progress.retry, { once: true });
		line.setAttribute("role", "alert");
		line.append(`Not sent: ${progress.why} `, retry);
	}
	row.querySelector(".bubble")?.after(line);
}

function receivedBy(recipients: number): string {
	return recipients === 0 ? "Delivered · nobody else is here" : `Received by ${recipients}`;
}

function avatar({ id, name = id }: { id: string; name?: string | undefined }): HTMLElement {
	const [first = "?"] = new Intl.Segmenter().segment(name);
	const picture = create("span", "avatar", typeof first === "string" ? first : first.segment.toUpperCase());
	picture.ariaHidden = "true";
	return picture;
}

/** A colour of a person's own, the same in every browser. */
function hueOf(id: string): number {
	let hash = 0;
	for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
	return hash % 360;
}
