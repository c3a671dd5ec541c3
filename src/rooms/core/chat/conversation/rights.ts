import type { Actor } from "../../../../door/chat/conversation-calls.ts";
import { isBlank } from "../../../../protocol/chat/blank.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { ChatMessage, Person, Reaction } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import { fitsUtf8 } from "../../../../protocol/utf8.ts";
import type { Blocks } from "./blocks.ts";
import type { Crew } from "./crew.ts";

// Who may do what in a conversation. Each of these throws a fault or does nothing.

/** Whose words they are; nobody's where the origin speaks for itself. */
export function speakerOf(by: Actor): Person | undefined {
	return by.kind === "member" ? by.person : by.as;
}

/** @throws FaultError `not_found`, or `forbidden` to who is no member */
export function assertInside(crew: Crew, by: Actor): void {
	const speaker = speakerOf(by);
	if (crew.record === undefined || (speaker !== undefined && !crew.has(speaker.id)))
		throw new FaultError("forbidden", "Only members may do that.");
}

/** @throws FaultError `conflict` */
export function assertOpen(crew: Crew): void {
	if (crew.record.closed) throw new FaultError("conflict", "The conversation is closed.");
}

/** A direct conversation carries nothing from who is blocked to who blocks them. @throws FaultError `forbidden` */
export function assertHeard(crew: Crew, blocks: Blocks, by: Actor): void {
	const user = speakerOf(by)?.id;
	if (crew.record.kind !== "direct" || user === undefined) return;
	if (crew.users.some((other) => blocks.has({ by: other, user })))
		throw new FaultError("forbidden", "The other one does not take messages of this user.");
}

/** @throws FaultError `forbidden` */
export function assertGroup(crew: Crew): void {
	if (crew.record.kind !== "group") throw new FaultError("forbidden", "Only a group can do that.");
}

/** @throws FaultError `forbidden` to all but the author */
export function assertAuthor(message: ChatMessage, by: Actor): void {
	if (message.from?.id !== speakerOf(by)?.id) throw new FaultError("forbidden", "Only its author may do that.");
}

/** The author, a moderator or the origin. @throws FaultError `forbidden` */
export function assertMayDelete(message: ChatMessage, by: Actor): void {
	if (by.kind !== "origin" && by.role !== "moderator") assertAuthor(message, by);
}

/** Whether somebody may remove others: its creator, a moderator and the origin may, from a group that is not closed. */
export function mayRemove({ record: { kind, creator, closed } }: Crew, by: Actor): boolean {
	if (kind !== "group" || closed) return false;
	return by.kind === "origin" || by.role === "moderator" || creator === by.person.id;
}

/** Everyone may go. @throws FaultError `forbidden` */
export function assertMayRemove(crew: Crew, by: Actor, users: readonly string[]): void {
	if (by.kind === "origin" || mayRemove(crew, by)) return;
	if (users.some((user) => user !== by.person.id))
		throw new FaultError("forbidden", "Only who made the group may remove members.");
}

/** @throws FaultError `too_large` */
export function assertReactions(reactions: readonly Reaction[]): void {
	if (reactions.length > CHAT_LIMITS.reactions)
		throw new FaultError("too_large", `A message has at most ${CHAT_LIMITS.reactions} different reactions.`);
	if (!fitsUtf8(JSON.stringify(reactions), CHAT_LIMITS.reactionsBytes))
		throw new FaultError("too_large", "The message has as many reactions as it may have.");
}

/** @throws FaultError `too_large`, or `bad_frame` where there is nothing to say */
export function assertText(text: string, files: number): void {
	// Measured the long way only where it may matter: most texts have far fewer code units already.
	if (text.length > CHAT_LIMITS.textChars && Array.from(text).length > CHAT_LIMITS.textChars)
		throw new FaultError("too_large", `A message has at most ${CHAT_LIMITS.textChars} characters.`);
	if (files > CHAT_LIMITS.files) throw new FaultError("too_large", `A message has at most ${CHAT_LIMITS.files} files.`);
	if (files === 0 && isBlank(text)) throw new FaultError("bad_frame", "A message needs a text or a file.");
}
