import { CLOSE_CODES, type FaultCode } from "./close-codes.ts";

export { type FaultCode, type Remedy, remedyOf } from "./close-codes.ts";

interface FaultRow {
	readonly close: number;
	readonly http: number;
	readonly message: string;
}

/** The one table of what can go wrong. The hundreds of `close` are the remedy. */
export const FAULTS = {
	bad_request: { close: CLOSE_CODES.bad_request, http: 400, message: "The request is malformed." },
	bad_frame: { close: CLOSE_CODES.bad_frame, http: 400, message: "The frame is malformed." },
	bad_hash: {
		close: CLOSE_CODES.bad_hash,
		http: 403,
		message: "The channel hash is malformed or not signed by a key of this deployment.",
	},
	forbidden: { close: CLOSE_CODES.forbidden, http: 403, message: "The area's rules or the ticket do not allow this." },
	area_off: { close: CLOSE_CODES.area_off, http: 403, message: "This area is switched off." },
	not_found: { close: CLOSE_CODES.not_found, http: 404, message: "There is nothing at this path." },
	bad_method: { close: CLOSE_CODES.bad_method, http: 405, message: "This path does not answer that method." },
	bad_origin: {
		close: CLOSE_CODES.bad_origin,
		http: 403,
		message: "Pages of this origin may not use the app; add it to the app's origins.",
	},
	bad_credentials: {
		close: CLOSE_CODES.bad_credentials,
		http: 401,
		message: "Origin calls need a key id and its secret, or a token signed by the key.",
	},
	too_large: { close: CLOSE_CODES.too_large, http: 413, message: "The message or body is over the limit." },
	bad_cursor: { close: CLOSE_CODES.bad_cursor, http: 400, message: "The cursor is malformed." },
	unknown_cursor: {
		close: CLOSE_CODES.unknown_cursor,
		http: 410,
		message: "The cursor does not stand in this channel's log.",
	},
	conflict: { close: CLOSE_CODES.conflict, http: 409, message: "The log has moved on since the expected head." },
	upgrade_required: {
		close: CLOSE_CODES.upgrade_required,
		http: 426,
		message: "This path answers WebSocket upgrades only.",
	},
	not_supported: { close: CLOSE_CODES.not_supported, http: 501, message: "This deployment does not offer that." },
	banned: { close: CLOSE_CODES.banned, http: 403, message: "The user is banned from this channel." },
	muted: { close: CLOSE_CODES.muted, http: 403, message: "The user may read here, but not speak for now." },
	kicked: { close: CLOSE_CODES.kicked, http: 403, message: "The user was asked to leave this channel." },
	bad_ticket: {
		close: CLOSE_CODES.bad_ticket,
		http: 401,
		message: "The ticket is malformed or not signed by a key of this app.",
	},
	ticket_expired: { close: CLOSE_CODES.ticket_expired, http: 401, message: "The ticket has expired." },
	ticket_required: { close: CLOSE_CODES.ticket_required, http: 401, message: "This area asks for a ticket." },
	internal: { close: CLOSE_CODES.internal, http: 500, message: "Something went wrong here; try again later." },
	overloaded: { close: CLOSE_CODES.overloaded, http: 503, message: "The room is overloaded; try again later." },
	not_configured: {
		close: CLOSE_CODES.not_configured,
		http: 503,
		message: "The deployment has no valid PARLOUR_KEYS.",
	},
	slow_reader: { close: CLOSE_CODES.slow_reader, http: 503, message: "The reader took nothing for too long." },
	rate_limited: { close: CLOSE_CODES.rate_limited, http: 429, message: "Too many requests; slow down." },
	full: { close: CLOSE_CODES.full, http: 503, message: "The room holds as many sockets as it can." },
	origin_timeout: { close: CLOSE_CODES.origin_timeout, http: 504, message: "The origin did not answer in time." },
	origin_failed: { close: CLOSE_CODES.origin_failed, http: 502, message: "The origin answered with an error." },
	silent: { close: CLOSE_CODES.silent, http: 503, message: "No heartbeat came for too long." },
	restarting: { close: CLOSE_CODES.restarting, http: 503, message: "The room is moving; come back." },
	erased: { close: CLOSE_CODES.erased, http: 503, message: "The channel was erased; its log begins anew." },
} as const satisfies Record<FaultCode, FaultRow>;
