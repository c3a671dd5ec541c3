import type { ChatMessage, Conversation } from "../../../../protocol/chat/model.ts";

/** How many messages that were not read are known by their numbers; earlier ones are counted. */
const KEPT = 200;

/** A conversation without what is each member's own. */
export type About = Omit<Conversation, "unread" | "muted">;

/** A conversation in a user's list. Times in milliseconds since 1970. */
export interface Entry {
	readonly about: About;
	readonly muted: boolean;
	/** The number of the last message that is known of. */
	readonly seq: number;
	/** Up to which number the user has read. */
	readonly read: number;
	/** Messages of others behind that, by their numbers; the latest of them, and how many there are. */
	readonly unread: readonly number[];
	readonly count: number;
	/** Whether the last message has reached no device. */
	readonly waiting: boolean;
	/** When the origin is to be told that something here has not been read. */
	readonly tellAt?: number;
}

/** How a message comes in. */
export interface Coming {
	readonly message: ChatMessage;
	readonly isOwn: boolean;
	/** Whether it reaches a device at once. */
	readonly reaches: boolean;
	/** When the origin is to be told of it, unless it has been read. */
	readonly tellAt: number | undefined;
}

/** The entry of a conversation that is new in the list. */
export function entryOf(conversation: Conversation): Entry {
	const seq = conversation.last?.seq ?? 0;
	const about = aboutOf(conversation);
	return { about, muted: false, seq, read: 0, unread: [], count: 0, waiting: false };
}

/** The conversation as its user sees it. */
export function summaryOf({ about, count, muted }: Entry): Conversation {
	return { ...about, unread: count, muted };
}

/** Takes over what a conversation's room says of it; `last` is kept where that is silent. */
export function withAbout(entry: Entry, conversation: Conversation): Entry {
	const about = aboutOf(conversation);
	const { last, at } = entry.about;
	const isLater = (about.last?.seq ?? 0) >= (last?.seq ?? 0);
	return {
		...entry,
		about: { ...about, ...(!isLater && last !== undefined && { last }), at: Math.max(about.at, at) },
		seq: Math.max(entry.seq, about.last?.seq ?? 0),
	};
}

/** A message has come, which may have been overtaken by newer ones. */
export function withMessage(entry: Entry, { message, isOwn, reaches, tellAt }: Coming): Entry {
	const { tellAt: due, ...known } = entry;
	const { seq, at } = message;
	const { about } = known;
	const isLast = seq >= (about.last?.seq ?? 0);
	const isCounted = !isOwn && seq > known.read && !known.unread.includes(seq);
	const first = isCounted && known.count === 0 ? tellAt : due;
	const unread = isCounted ? [...known.unread, seq].sort((one, other) => one - other).slice(-KEPT) : known.unread;
	return {
		...known,
		about: isLast ? { ...about, last: message, at: Math.max(about.at, at) } : about,
		seq: Math.max(known.seq, seq),
		unread,
		count: known.count + (isCounted ? 1 : 0),
		waiting: isOwn || !isLast ? known.waiting : !reaches,
		...(first !== undefined && { tellAt: first }),
	};
}

/** A message is no longer as it was. */
export function withChange(entry: Entry, message: ChatMessage): Entry {
	if (entry.about.last?.seq !== message.seq) return entry;
	return { ...entry, about: { ...entry.about, last: message } };
}

/** The user has read up to a number; the same entry where that is no news. */
export function withRead(entry: Entry, upTo: number): Entry {
	const read = Math.min(upTo, entry.seq);
	if (read <= entry.read) return entry;
	const unread = entry.unread.filter((seq) => seq > read);
	// Those that are only counted came before all that are known by number.
	const isAmongCounted = unread.length === entry.unread.length;
	const count = isAmongCounted ? entry.count : unread.length;
	const { tellAt, ...rest } = entry;
	return { ...rest, read, unread, count, ...(count > 0 && tellAt !== undefined && { tellAt }) };
}

function aboutOf({ unread: _unread, muted: _muted, ...about }: Conversation): About {
	return about;
}
