import { type Json, readJson } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Log } from "./log.ts";
import { viewOf } from "./view.ts";

/** What a conflict tells of the events after `seq`: a page of them at most, as frames. */
export function newerThan(log: Log, seq: number, userId: string | undefined): Json {
	const frames = viewOf(log.read(seq, log.head, LIMITS.pageBytes), userId);
	return frames.map((frame) => readJson(frame));
}
