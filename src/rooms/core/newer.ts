import { type Json, readJson } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Log } from "./log.ts";
import { viewOf } from "./view.ts";

/**
 * Returns what a conflict tells of the events after `seq`, as frames: the first of them, as far as they fit into
 * {@link LIMITS.conflictEvents} and {@link LIMITS.conflictChars}. A conflict costs its sender next to nothing.
 */
export function newerThan(log: Log, seq: number, userId: string | undefined): Json {
	let chars = 0;
	const rows = log.read(seq, log.head, LIMITS.conflictChars).slice(0, LIMITS.conflictEvents);
	const over = rows.findIndex(({ frame }) => (chars += frame?.length ?? 0) > LIMITS.conflictChars);
	return viewOf(over < 0 ? rows : rows.slice(0, over), userId).map((frame) => readJson(frame));
}
