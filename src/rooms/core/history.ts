import { readCursor } from "../../protocol/cursor.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Log } from "./log.ts";
import { seqOf } from "./resume.ts";
import type { LogRow } from "./ports.ts";
import { isHidden } from "./view.ts";

/** Rows that are read at a time, backwards: few, because they may be large. */
const ROWS = 20;

/** What a reader asks of the history; positions are cursors or numbers. */
export interface HistoryQuery {
	readonly before?: string | number;
	readonly after?: string | number;
	/** From 1 to {@link LIMITS.historyPage}. */
	readonly limit?: number;
}

/**
 * A page of the log as the JSON `{"events":[…],"more":…}`, newest last: the newest before `before`, or the oldest after
 * `after` where only that is given. `more` tells whether the log holds more in that direction.
 *
 * @throws FaultError `bad_cursor`, or `unknown_cursor`
 */
export function historyPage(log: Log, query: HistoryQuery, userId: string | undefined): string {
	const { before, after, limit = LIMITS.historyPageDefault } = query;
	const position = (given: string | number) => seqOf(typeof given === "string" ? readCursor(given) : given, log);
	const low = after === undefined ? log.floor : position(after);
	const high = before === undefined ? log.head + 1 : position(before);
	const forward = after !== undefined && before === undefined;
	const shown = forward
		? collectForward(log, low, limit + 1, userId)
		: collectBack(log, { low, high, wanted: limit + 1 }, userId);
	const count = Math.min(limit, fitting(forward ? shown : shown.toReversed()));
	const page = forward ? shown.slice(0, count) : shown.slice(shown.length - count);
	return `{"events":[${page.join(",")}],"more":${shown.length > count}}`;
}

/** How many of the first events go into one answer. One always does, so that a reader gets on. */
function fitting(shown: readonly string[]): number {
	let chars = 0;
	const over = shown.findIndex((frame) => (chars += frame.length) > LIMITS.historyChars);
	return over < 0 ? shown.length : Math.max(1, over);
}

/** The first `wanted` events after `after` that a user may see. Hidden rows do not count towards the page. */
function collectForward(log: Log, after: number, wanted: number, userId: string | undefined): string[] {
	const shown: string[] = [];
	let chars = 0;
	for (let at = after; at < log.head && shown.length < wanted && isWanting(shown, chars);) {
		const rows = log.read(at, log.head, LIMITS.pageBytes);
		const found = visible(rows, userId);
		chars += found.reduce((sum, { length }) => sum + length, 0);
		shown.push(...found);
		at = rows.at(-1)?.seq ?? log.head;
	}
	return shown.slice(0, wanted);
}

function collectBack(
	log: Log,
	{ low, high, wanted }: { low: number; high: number; wanted: number },
	userId: string | undefined,
): string[] {
	let shown: string[] = [];
	let chars = 0;
	for (let at = high; shown.length < wanted && isWanting(shown, chars);) {
		const rows = log.readBack(low, at, Math.min(wanted, ROWS));
		const [first] = rows;
		if (first === undefined) break;
		const found = visible(rows, userId);
		chars += found.reduce((sum, { length }) => sum + length, 0);
		shown = [...found, ...shown];
		at = first.seq;
	}
	return shown.slice(-wanted);
}

/** Whether there must be more to know whether what fits is all: one event always fits. */
function isWanting(shown: readonly string[], chars: number): boolean {
	return chars <= LIMITS.historyChars || shown.length < 2;
}

function visible(rows: readonly LogRow[], userId: string | undefined): string[] {
	return rows.flatMap(({ frame, exclude }) => (frame === null || isHidden(frame, exclude, userId) ? [] : [frame]));
}
