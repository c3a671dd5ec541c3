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
	/** Where there are more than those known by number: the highest number among the others. */
	readonly cut?: number;
	/** Which of the others were taken out of the count: a deletion may be told twice. */
	readonly gone?: readonly number[];
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

/** A message has come, which may have been overtaken by newer ones, or have been deleted meanwhile. */
export function withMessage(entry: Entry, { message, isOwn, reaches, tellAt }: Coming): Entry {
	const { seq, at, deleted } = message;
	const { about } = entry;
	const isLast = seq >= (about.last?.seq ?? 0);
	const isCounted = !isOwn && deleted !== true && seq > entry.read && !entry.unread.includes(seq);
	const counted = isCounted ? withUnread(entry, seq, tellAt) : entry;
	return {
		...counted,
		about: isLast ? { ...about, last: message, at: Math.max(about.at, at) } : about,
		seq: Math.max(entry.seq, seq),
		waiting: isOwn || !isLast ? entry.waiting : !reaches,
	};
}

function withUnread(entry: Entry, seq: number, tellAt: number | undefined): Entry {
	const all = [...entry.unread, seq].sort((one, other) => one - other);
	const cut = Math.max(cutOf(entry), all.at(-KEPT - 1) ?? 0);
	const first = entry.count === 0 ? tellAt : entry.tellAt;
	const { gone } = entry;
	return counting({ ...entry, tellAt: first }, { gone, unread: all.slice(-KEPT), count: entry.count + 1, cut });
}

/** A message is no longer as it was. One that was deleted counts no more. */
export function withChange(entry: Entry, message: ChatMessage, isOwn: boolean): Entry {
	const left = message.deleted === true && !isOwn ? withoutUnread(entry, [message.seq]) : entry;
	if (entry.about.last?.seq !== message.seq) return left;
	return { ...left, about: { ...entry.about, last: message } };
}

/** Messages of others count no more; the same entry where none of them did. */
export function withoutUnread(entry: Entry, seqs: readonly number[]): Entry {
	const out = new Set(seqs);
	const unread = entry.unread.filter((seq) => !out.has(seq));
	const cut = cutOf(entry);
	const known = new Set([...entry.unread, ...(entry.gone ?? [])]);
	const further = [...out].filter((seq) => seq > entry.read && seq <= cut && !known.has(seq));
	const count = Math.max(unread.length, entry.count - (entry.unread.length - unread.length) - further.length);
	if (count === entry.count) return entry;
	return counting(entry, { unread, count, cut, gone: [...(entry.gone ?? []), ...further].slice(-KEPT) });
}

/** The user has read up to a number; the same entry where that is no news. */
export function withRead(entry: Entry, upTo: number): Entry {
	const read = Math.min(upTo, entry.seq);
	if (read <= entry.read) return entry;
	const unread = entry.unread.filter((seq) => seq > read);
	const cut = cutOf(entry);
	// How many of those that are only counted were read is not known before all of them were.
	const further = read < cut ? entry.count - entry.unread.length : 0;
	const gone = (entry.gone ?? []).filter((seq) => seq > read);
	return counting({ ...entry, read }, { unread, count: unread.length + further, cut, gone });
}

/** The highest number of those that are only counted; 0 where there are none. */
function cutOf({ unread, count, seq, cut }: Entry): number {
	if (count === unread.length) return 0;
	// Entries of before had none, and only as long as numbers were left.
	return cut ?? (unread[0] ?? seq + 1) - 1;
}

/** Another count, with what goes with it: nothing is due where nothing is unread. */
function counting(
	{ cut: _cut, gone: _gone, tellAt, ...rest }: Entry,
	now: {
		readonly unread: readonly number[];
		readonly count: number;
		readonly cut: number;
		readonly gone?: readonly number[] | undefined;
	},
): Entry {
	const { unread, count, cut, gone = [] } = now;
	const further = count > unread.length && { cut, ...(gone.length > 0 && { gone }) };
	return { ...rest, unread, count, ...further, ...(count > 0 && tellAt !== undefined && { tellAt }) };
}

function aboutOf({ unread: _unread, muted: _muted, ...about }: Conversation): About {
	return about;
}
