import { ownState, type Status, STATUSES } from "../../../../protocol/chat/model.ts";
import type { Json } from "../../../../protocol/json.ts";
import { read } from "../../../../protocol/shape.ts";
import type { Reader } from "../../reader.ts";

/** Whether a user is at one of their pages: the best of what the pages say. A page that says nothing is at hand. */
export function statusOf(readers: Iterable<Reader>): Status {
	let best: number | undefined;
	for (const { state } of readers) best = Math.min(best ?? STATUSES.length, STATUSES.indexOf(saidBy(state)));
	return STATUSES[best ?? 0] ?? "online";
}

function saidBy(state: Json | undefined): Status {
	try {
		return state === undefined ? "online" : read(ownState, state).status;
	} catch {
		// A program of another kind, which has told something of its own.
		return "online";
	}
}
