import { FaultError } from "../../protocol/fault.ts";
import { REDACT } from "../../protocol/names.ts";
import type { Message } from "../../protocol/message.ts";
import type { Log } from "./log.ts";

/** What to redact: some messages, or all of one user's. */
export type RedactionTarget = { readonly seqs: readonly number[] } | { readonly user: string };

/** How many messages one redaction event names; more are told in several. */
const SEQS_PER_EVENT = 1_000;

/**
 * Takes the text of messages out of the log. Answers their numbers, and the room's own messages that tell readers to drop them.
 *
 * @throws FaultError `unknown_cursor` for a number that the log has not given yet
 */
export function redact(log: Log, target: RedactionTarget): { seqs: number[]; messages: Message[] } {
	const wanted = "seqs" in target ? target.seqs : log.byUser(target.user);
	if (wanted.some((seq) => seq > log.head)) throw new FaultError("unknown_cursor", "There is no such message yet.");
	const seqs = log.blank(wanted);
	const messages: Message[] = [];
	for (let at = 0; at < seqs.length; at += SEQS_PER_EVENT)
		messages.push({ name: REDACT, data: { seqs: seqs.slice(at, at + SEQS_PER_EVENT) } });
	return { seqs, messages };
}
