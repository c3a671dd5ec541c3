import type { Json } from "../../protocol/json.ts";
import { FaultError } from "../../protocol/fault.ts";
import { assertMay, type Caller } from "./access.ts";
import { type Reader, share, userIdOf } from "./reader.ts";
import type { Roster } from "./roster.ts";

/** Takes a new ticket in the place of a socket's own. @throws FaultError `forbidden` where it names another user */
export function renewTicket(reader: Reader, caller: Caller): void {
	const id = userIdOf(reader);
	if (id === undefined || caller.kind !== "member" || caller.user.id !== id)
		throw new FaultError("forbidden", "A ticket is renewed by one of the same user.");
	reader.caller = caller;
	reader.sink.remember(reader);
}

/**
 * Takes a member's own data.
 *
 * @param roster where it holds for all their tabs
 * @throws FaultError `ticket_expired`, or `ticket_required` of a guest
 */
export function takeState(reader: Reader, state: Json, { roster, nowMs }: { roster?: Roster; nowMs: number }): void {
	assertMay(reader.caller, "anyone", nowMs);
	share(reader, state);
	for (const tab of roster?.ofUser(userIdOf(reader) ?? "") ?? []) share(tab, state);
}
