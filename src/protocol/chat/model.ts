import { bool, json, oneOf, positive, type Shape, text, whole } from "../shape.ts";

// What a page is told of chat, in the events and answers of the user's own channel. `docs/chat.md` explains it.

/** The channel of the bearer of a ticket, in the place of a hash. */
export { MY_CHANNEL } from "../paths.ts";
/** The `component` of the calls that chat answers itself. */
export const CHAT = "parlour.chat";

/** A user, as their ticket named them last. */
export const person = { id: text, "name?": text, "info?": json } as const;
export type Person = Shape<typeof person>;

/** Whether somebody is at their page: `idle` has not touched it for a while, `away` has it in the background. */
export const STATUSES = ["online", "idle", "away"] as const;
export type Status = (typeof STATUSES)[number];

/** What a page tells of its own user, as the data of its `state` frame. A page that has told nothing is `online`. */
export const ownState = { status: oneOf(...STATUSES) } as const;

/** Somebody who is online, and the groups that they share with the one who asked. */
export const personOnline = { ...person, status: oneOf(...STATUSES), groups: [text] } as const;
export type PersonOnline = Shape<typeof personOnline>;

/** A file that was sent. `url` is a path of the deployment. */
export const file = {
	id: text,
	name: text,
	type: text,
	bytes: whole,
	url: text,
	"width?": positive,
	"height?": positive,
} as const;
export type File = Shape<typeof file>;

export const reaction = { emoji: text, users: [text] } as const;
export type Reaction = Shape<typeof reaction>;

/** A message of a conversation, as it stands now. One that was deleted has no text and no files. */
export const message = {
	seq: positive,
	/** When it was sent, in milliseconds since 1970. */
	at: whole,
	/** Chosen by who sent it: a page knows its own message by it. */
	"id?": text,
	/** Missing where the origin itself speaks. */
	"from?": person,
	text,
	"replyTo?": positive,
	"files?": [file],
	/** When it was last edited. */
	"edited?": whole,
	"deleted?": bool,
	"reactions?": [reaction],
} as const;
export type ChatMessage = Shape<typeof message>;

/** How far a member has got: the last message that reached a device of theirs, and the last that they saw. */
export const mark = { user: text, delivered: whole, read: whole } as const;
export type Mark = Shape<typeof mark>;

export const KINDS = ["direct", "group"] as const;
export type ConversationKind = (typeof KINDS)[number];

/** A conversation, as one of its members sees it in their list. */
export const conversation = {
	id: text,
	kind: oneOf(...KINDS),
	/** Of a group. */
	"name?": text,
	/** The others and oneself; of a large group some. */
	members: [person],
	size: whole,
	"last?": message,
	/** When something last happened that puts it at the top of the list. */
	at: whole,
	/** Messages of others that this member has not read. */
	unread: whole,
	muted: bool,
	/** Nobody can write here any more. */
	closed: bool,
} as const;
export type Conversation = Shape<typeof conversation>;

/** Events of a user's own channel, by name. They are in its log, so that every device gets them, now or later. */
export const CHAT_EVENTS = {
	/** A message was sent; `unread` is what this member has not read since. */
	"chat.message": { conversation: text, message, unread: whole },
	/** A message is no longer as it was: edited, deleted, reacted to; `unread` is what this member has not read by then. */
	"chat.changed": { conversation: text, message, "unread?": whole },
	/** A conversation is new in the list, or no longer as it was. */
	"chat.conversation": { conversation },
	/** The user read a conversation, on one of their devices. */
	"chat.read": { conversation: text, seq: whole, unread: whole },
	/** A conversation is no longer in the list: left, or removed from it. */
	"chat.removed": { conversation: text },
	/** All users that this one blocks. */
	"chat.blocked": { users: [text] },
} as const;

/** Signals of a user's own channel, by name. They are told to the pages that are there, and kept nowhere. */
export const CHAT_SIGNALS = {
	"chat.typing": { conversation: text, user: person },
	/** How far another member has got. */
	"chat.mark": { conversation: text, mark },
	/** Changes to the people online, while this user's pages watch them; `count` is all that are online. */
	"chat.people": { count: whole, "joined?": [personOnline], "left?": [text] },
} as const;

/** What is answered to each request, by its `do`. */
export const CHAT_ANSWERS = {
	list: { conversations: [conversation], more: bool, unread: whole, blocked: [text] },
	open: { conversation },
	create: { conversation },
	rename: { conversation },
	/** Who asks for members gets `people`, of `found` that fit; `next` is where the next page begins. */
	members: { conversation, "people?": [person], "found?": whole, "next?": text, "mayRemove?": bool },
	leave: {},
	post: { message, delivered: [text] },
	edit: { message },
	delete: { message },
	react: { message },
	history: { messages: [message], more: bool, marks: [mark] },
	read: { unread: whole },
	typing: {},
	mute: { conversation },
	block: { users: [text] },
	report: {},
	people: { count: whole, people: [personOnline], more: bool },
} as const;
export type ChatRequestName = keyof typeof CHAT_ANSWERS;
export type ChatAnswers = { readonly [R in ChatRequestName]: Shape<(typeof CHAT_ANSWERS)[R]> };
