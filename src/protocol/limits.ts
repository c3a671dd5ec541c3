/** How often a client sends a heartbeat, in milliseconds. Constants of their own where a browser needs no other limit. */
export const HEARTBEAT_MS = 25_000;
/** How long a client waits for a heartbeat's answer, in milliseconds. */
export const HEARTBEAT_TIMEOUT_MS = 8_000;
/** The longest a poll may wait, in seconds. */
export const POLL_WAIT_SECONDS = 25;

/** A ticket's life, in seconds. */
export const TICKET_LIFE_SECONDS = 24 * 60 * 60;
/** A channel property or a component, in bytes. */
export const PROPERTY_BYTES = 200;
/** The name of an event or a signal, in bytes. */
export const NAME_BYTES = 128;
/** A message's `id`, in bytes. */
export const MESSAGE_ID_BYTES = 128;
/** The most that an area may allow for a message's `data`, in bytes. */
export const MESSAGE_BYTES_CEILING = 262_144;
/** Levels of a value. */
export const JSON_DEPTH = 32;
/** A member's own presence data, in bytes. */
export const STATE_BYTES = 1_024;

/** Every limit that both ends hold. Bytes are UTF-8 bytes, times are milliseconds unless the name says otherwise. */
export const LIMITS = {
	/** One channel property. */
	propertyBytes: PROPERTY_BYTES,
	/** A channel's canonical form. */
	canonicalBytes: 512,
	/** A channel hash, so that a long path is refused before it is decoded. */
	hashBytes: 1_024,
	/** A ticket, as it travels. */
	ticketBytes: 8_192,
	/** A ticket's life from now and from its `iat`, in seconds. */
	ticketLifeSeconds: TICKET_LIFE_SECONDS,
	/** How far an origin's clock may be off, in seconds. */
	clockSkewSeconds: 60,
	/** A user id (`sub`). */
	userIdBytes: 128,
	/** A user's shown name. */
	userNameBytes: 200,
	/** A ticket's `info`, as JSON. */
	userInfoBytes: 1_024,
	/** The name of an event or a signal. */
	nameBytes: NAME_BYTES,
	/** A message's idempotency `id`. */
	messageIdBytes: MESSAGE_ID_BYTES,
	/** A message's `data`, as JSON; an area may set less or more, up to {@link LIMITS.messageBytesCeiling}. */
	messageBytes: 32_768,
	/** What an area may raise `messageBytes` to. */
	messageBytesCeiling: MESSAGE_BYTES_CEILING,
	/** What a frame or a publish body may carry beside its data. */
	envelopeBytes: 4_096,
	/** Messages in one notify. */
	notifyMessages: 100,
	/** The body of a notify. */
	notifyBytes: 4_194_304,
	/** The body of every other request. */
	bodyBytes: 16_384,
	/** Objects and arrays inside each other in a value that a user gives (`data`, `info`), counted from the value itself. */
	jsonDepth: JSON_DEPTH,
	/** How many more may stand around such a value in a frame or a body. */
	envelopeDepth: 8,
	/** User ids that one message may exclude. */
	excludeUsers: 16,
	/** A request's `ref`. */
	refBytes: 64,
	/** The longest a poll may wait, in seconds. */
	pollWaitSeconds: POLL_WAIT_SECONDS,
	/** The session that a poll names. */
	sessionBytes: 64,
	/** Events in one answer of the history; also the default. */
	historyPage: 200,
	historyPageDefault: 50,
	/** What one answer of the history comes to, in characters; it has at least one event. */
	historyChars: 1_048_576,
	/** The events that a conflict tells of, and their frames in characters. */
	conflictEvents: 50,
	conflictChars: 16_384,
	/** A page of replay: frames are joined to about this many bytes and sent as one batch. */
	pageBytes: 131_072,
	/** Pages of replay that a socket gets before a heartbeat has come from it, and between one heartbeat and the next. */
	pagesPerHeartbeat: 4,
	/** What may wait unsent in a reader's socket; past this the reader is served from the log once it has caught up. */
	bufferedBytes: 524_288,
	/** How long a reader may take nothing at all before it is told to come back later. */
	stalledMs: 30_000,
	/** Sockets of one room: a little under the 32,768 that the platform lets an object hold. */
	roomSockets: 32_000,
	/** Calls that may wait for the origin, of one socket and in one room. */
	callsPerSocket: 8,
	callsPerRoom: 64,
	/** How long a call waits for the origin's answer. */
	callMs: 10_000,
	/** What an origin may answer a call with, as JSON. */
	callAnswerBytes: 262_144,
	/** An origin's error message, as it is passed on. */
	originMessageBytes: 1_024,
	/** A member's own presence data, as JSON. */
	stateBytes: STATE_BYTES,
	/** Messages that one redaction may name. */
	redactSeqs: 1_000,
	/** After how long without a heartbeat a socket that has sent one before is taken for dead. */
	silentMs: 75_000,
	/** How long a socket whose ticket ran out has to bring a new one. */
	renewalMs: 15_000,
	/** How often a client sends a heartbeat. */
	heartbeatMs: HEARTBEAT_MS,
	/** How long a client waits for a heartbeat's answer. */
	heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
	/** A close reason, by RFC 6455 section 5.5 (125 less the two bytes of the code). */
	closeReasonBytes: 123,
} as const;
