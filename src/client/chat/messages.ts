import type { ChatMessage, Mark, Person } from "./types.ts";

// Lists are exchanged and not changed.

/**
 * With a message in its place, unless it is there already: what is there is the same, or newer.
 *
 * @param more whether there are others before the first, so that one put before it would have a hole behind it
 */
export function withMessage(
	messages: readonly ChatMessage[],
	message: ChatMessage,
	more: boolean,
): readonly ChatMessage[] {
	const { seq } = message;
	if ((more && seq < (messages[0]?.seq ?? 0)) || messages.some((one) => one.seq === seq)) return messages;
	return [...messages.filter((one) => one.seq < seq), message, ...messages.filter((one) => one.seq > seq)];
}

/** With a message as it is now. */
export function withChange(messages: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
	return messages.map((one) => (one.seq === message.seq ? message : one));
}

/** With a mark moved on; marks never go back. */
export function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
	const { user, delivered, read } = mark;
	const known = marks.find((one) => one.user === user) ?? { delivered: 0, read: 0 };
	const moved = {
		user,
		delivered: Math.max(delivered, read, known.delivered),
		read: Math.max(read, known.read),
	};
	return [...marks.filter((one) => one !== known), moved].sort(byUser);
}

function byUser(a: Mark, b: Mark): number {
	return a.user < b.user ? -1 : 1;
}

/** How somebody is called. */
export function nameOf({ name, id }: Person): string {
	return name ?? id;
}
