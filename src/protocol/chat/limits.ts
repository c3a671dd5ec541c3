/** How long somebody is shown to be typing, in milliseconds. Constants of their own where a browser needs no other limit. */
export const TYPING_MS = 6_000;
/** How often a page tells that its user is typing, in milliseconds. */
export const TYPING_EVERY_MS = 3_000;
/** How long a page that shows the people online is told of changes, in milliseconds. */
export const WATCH_MS = 300_000;
/** The largest file, in bytes. */
export const FILE_BYTES = 10_485_760;

/** The limits of chat. Characters are Unicode code points, bytes UTF-8 bytes; times are milliseconds unless the name says otherwise. */
export const CHAT_LIMITS = {
	/** A message's text, in characters. */
	textChars: 4_000,
	/** A conversation's name, in characters. */
	nameChars: 100,
	/** Members of a group conversation. */
	members: 200,
	/** Members that a summary lists; a larger group says how many there are. */
	shownMembers: 20,
	/** Members in a page of all of them, unless more are asked for. */
	membersPage: 50,
	/** Where a page of members goes on, in bytes: a name as it is sorted by may be longer than the name. */
	membersAfterBytes: 8_192,
	/** Files of one message. */
	files: 10,
	/** One file, in bytes. */
	fileBytes: FILE_BYTES,
	/** The largest image that a page shows as a picture, in pixels: a photo of 24 megapixels, or 100 MB once decoded. */
	imagePixels: 25_000_000,
	/** All pictures of one message, in pixels. */
	messagePixels: 100_000_000,
	/** A file's name, in characters. */
	fileNameChars: 200,
	/** A reaction, in bytes: an emoji with all its joiners. */
	emojiBytes: 64,
	/** Different reactions to one message. */
	reactions: 20,
	/** All reactions to one message with those who reacted, as JSON in bytes: they travel with each of its changes. */
	reactionsBytes: 98_304,
	/** Groups that a user begins, and messages that they report: so many at once, and then one in so long, in milliseconds. */
	begunAtOnce: 60,
	begunEveryMs: 2_000,
	/** Why a message is reported, in characters. */
	reasonChars: 1_000,
	/** Messages in a page of a conversation's history. */
	historyPage: 50,
	/** Conversations in a page of the list. */
	listPage: 50,
	/** People in an answer. */
	peoplePage: 200,
	/** A search for people, in characters. */
	queryChars: 100,
	/** Groups of one user. */
	groups: 100,
	/** Users that one may block. */
	blocked: 1_000,
	/** How long somebody is shown to be typing after they were last seen to. */
	typingMs: TYPING_MS,
	/** How often a page tells that its user is typing. */
	typingEveryMs: TYPING_EVERY_MS,
	/** How long a page that shows the people online is told of changes, unless it asks again. */
	watchMs: WATCH_MS,
} as const;
