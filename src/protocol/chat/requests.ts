import { bool, type Decoder, list, maybe, Mismatch, object, oneOf, text, whole } from "../decode.ts";
import { LIMITS } from "../limits.ts";
import { isBlank } from "./blank.ts";
import { isEmoji } from "./emoji.ts";
import { CHAT_LIMITS } from "./limits.ts";
import type { ChatRequestName } from "./model.ts";

// What a page asks of chat, as the `data` of a call with the component `parlour.chat`: a row a request.

/** A text of `min` to `max` characters, which are Unicode code points. */
export function characters(max: number, min = 0): Decoder<string> {
	const bytes = text(max * 4, min);
	return (value, at) => {
		const given = bytes(value, at);
		// Measured the long way only where it may matter: most texts have far fewer code units already.
		if (given.length > max && Array.from(given).length > max)
			throw new Mismatch(`${at} must be a text of ${min} to ${max} characters.`);
		return given;
	};
}

/** A text of up to `max` characters that does not look empty. */
export function visible(max: number): Decoder<string> {
	const short = characters(max, 1);
	return (value, at) => {
		const given = short(value, at);
		if (isBlank(given)) throw new Mismatch(`${at} must not look empty.`);
		return given;
	};
}

const reaction = object({
	conversation: text(LIMITS.propertyBytes, 1),
	seq: whole(1),
	emoji: text(CHAT_LIMITS.emojiBytes, 1),
	on: bool,
});

/** A reaction. One that is no emoji can still be taken back: earlier versions stored any text. */
const react: typeof reaction = (value, at) => {
	const given = reaction(value, at);
	if (given.on && !isEmoji(given.emoji)) throw new Mismatch("emoji must be one emoji.");
	return given;
};

const user = text(LIMITS.userIdBytes, 1);
const users = list(user, CHAT_LIMITS.members);
/** The id of a conversation: `d.` and a hash of its two users, or `g.` and what its origin or a random number says. */
const conversation = text(LIMITS.propertyBytes, 1);
const seq = whole(1);
const id = text(LIMITS.messageIdBytes, 1);
const files = list(text(LIMITS.propertyBytes, 1), CHAT_LIMITS.files);

export const CHAT_REQUESTS = {
	/** The conversations, the latest first; those before a time. */
	list: object({ before: maybe(whole()), limit: maybe(whole(1, CHAT_LIMITS.listPage)) }),
	/** The conversation with one user. */
	open: object({ user }),
	create: object({ name: visible(CHAT_LIMITS.nameChars), users }),
	rename: object({ conversation, name: visible(CHAT_LIMITS.nameChars) }),
	/**
	 * Adds members and removes some. Without either it asks who they are: all by name, a page at a time, those that a query
	 * finds, or those among `users`.
	 */
	members: object({
		conversation,
		add: maybe(users),
		remove: maybe(users),
		query: maybe(characters(CHAT_LIMITS.queryChars)),
		users: maybe(users),
		after: maybe(text(CHAT_LIMITS.membersAfterBytes)),
		limit: maybe(whole(1, CHAT_LIMITS.peoplePage)),
	}),
	leave: object({ conversation }),
	/** `id` makes it safe to send again; `files` are ids that uploading answered. */
	post: object({ conversation, id, text: characters(CHAT_LIMITS.textChars), replyTo: maybe(seq), files: maybe(files) }),
	edit: object({ conversation, seq, text: visible(CHAT_LIMITS.textChars) }),
	delete: object({ conversation, seq }),
	react,
	history: object({ conversation, before: maybe(seq), limit: maybe(whole(1, CHAT_LIMITS.historyPage)) }),
	/** Everything up to `seq` has been seen. */
	read: object({ conversation, seq: whole() }),
	typing: object({ conversation }),
	mute: object({ conversation, on: bool }),
	block: object({ user, on: bool }),
	report: object({ conversation, seq, reason: characters(CHAT_LIMITS.reasonChars) }),
	/** Who is online in the user's groups; with `watch` changes follow as signals, until `watchMs` later or `watch: false`. */
	people: object({
		watch: maybe(bool),
		query: maybe(characters(CHAT_LIMITS.queryChars)),
		group: maybe(text(LIMITS.propertyBytes, 1)),
		limit: maybe(whole(1, CHAT_LIMITS.peoplePage)),
	}),
} as const satisfies { readonly [R in ChatRequestName]: Decoder<unknown> };

export type ChatRequests = { readonly [R in ChatRequestName]: ReturnType<(typeof CHAT_REQUESTS)[R]> };

/** Which request the data of a call is. */
export const requestName = object({ do: oneOf(...(Object.keys(CHAT_REQUESTS) as ChatRequestName[])) });
