import { daysBetween } from "../base/language.ts";
import type { Entry, Said } from "./entry.ts";

/** What stands in the log, from top to bottom. */
export type Row =
	| { readonly kind: "day"; readonly key: string; readonly at: number }
	| { readonly kind: "note"; readonly key: string; readonly entry: Exclude<Entry, Said> }
	| {
			readonly kind: "message";
			readonly key: string;
			readonly entry: Said;
			/** First or last of what one author wrote in a row. */
			readonly first: boolean;
			readonly last: boolean;
	  };

/** How long somebody may pause, in milliseconds, for two messages to stand together. */
const TOGETHER_MS = 300_000;

/** Puts messages in groups by author, under their days. */
export function rowsOf(entries: readonly Entry[]): Row[] {
	let before: Said | undefined;
	return entries.flatMap((entry, index): Row[] => {
		if (entry.kind !== "message") return [{ kind: "note", key: entry.key, entry }];
		const isNewDay = before === undefined || daysBetween(before.at, entry.at) !== 0;
		const first = !isTogether(entries[index - 1], entry);
		before = entry;
		return [
			...(isNewDay ? [{ kind: "day", key: `t${entry.key}`, at: entry.at } as const] : []),
			{ kind: "message", key: entry.key, entry, first, last: !isTogether(entry, entries[index + 1]) },
		];
	});
}

function isTogether(one: Entry | undefined, other: Entry | undefined): boolean {
	return (
		one?.kind === "message" &&
		other?.kind === "message" &&
		one.from?.id === other.from?.id &&
		other.at - one.at < TOGETHER_MS &&
		daysBetween(one.at, other.at) === 0
	);
}
