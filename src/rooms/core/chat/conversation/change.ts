import type { Person, Reaction } from "../../../../protocol/chat/model.ts";

/**
 * What a message has become since it was sent. It holds no text: that stands in the log alone, where a text that is
 * deleted leaves nothing behind, so an edit is named by its number there.
 */
export interface Change {
	/** The number of its last edit, whose text is what it says now; none where it was not edited. */
	readonly edits: readonly number[];
	/** When it was last edited, in milliseconds since 1970. */
	readonly edited?: number;
	readonly reactions: readonly Reaction[];
	/** What is left of one that was deleted. */
	readonly deleted?: { readonly id?: string; readonly from?: Person; readonly replyTo?: number };
}

export const UNCHANGED: Change = { edits: [], reactions: [] };

/** Reactions after a user's has been added or taken away; the same where that changes nothing. */
export function withReaction(
	reactions: readonly Reaction[],
	{ emoji, user, on }: { emoji: string; user: string; on: boolean },
): readonly Reaction[] {
	const found = reactions.find((one) => one.emoji === emoji);
	if ((found?.users.includes(user) ?? false) === on) return reactions;
	if (found === undefined) return [...reactions, { emoji, users: [user] }];
	const users = on ? [...found.users, user] : found.users.filter((one) => one !== user);
	return reactions.flatMap((one) => (one !== found ? [one] : users.length === 0 ? [] : [{ emoji, users }]));
}
