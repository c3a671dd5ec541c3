/**
 * What a client does next. `stop`: the same request will fail again. `reauth`: get a new ticket and come back.
 * `backoff`: come back later. `retry`: come back now, spread over the window that the close reason gives.
 */
export type Remedy = "stop" | "reauth" | "backoff" | "retry";

interface FaultRow {
	readonly close: number;
	readonly http: number;
	readonly message: string;
}

/** The one table of what can go wrong. The hundreds of `close` are the remedy; both ends read it from there. */
export const FAULTS = {
	bad_request: { close: 4000, http: 400, message: "The request is malformed." },
	bad_frame: { close: 4001, http: 400, message: "The frame is malformed." },
	bad_hash: {
		close: 4002,
		http: 403,
		message: "The channel hash is malformed or not signed by a key of this deployment.",
	},
	forbidden: { close: 4003, http: 403, message: "The area's rules or the ticket do not allow this." },
	area_off: { close: 4004, http: 403, message: "This area is switched off." },
	not_found: { close: 4005, http: 404, message: "There is nothing at this path." },
	bad_method: { close: 4006, http: 405, message: "This path does not answer that method." },
	bad_origin: {
		close: 4007,
		http: 403,
		message: "Pages of this origin may not use the app; add it to the app's origins.",
	},
	bad_credentials: {
		close: 4008,
		http: 401,
		message: "Origin calls need a key id and its secret, or a token signed by the key.",
	},
	too_large: { close: 4009, http: 413, message: "The message or body is over the limit." },
	bad_cursor: { close: 4010, http: 400, message: "The cursor is malformed." },
	unknown_cursor: { close: 4011, http: 410, message: "The cursor does not stand in this channel's log." },
	conflict: { close: 4012, http: 409, message: "The log has moved on since the expected head." },
	upgrade_required: { close: 4013, http: 426, message: "This path answers WebSocket upgrades only." },
	not_supported: { close: 4014, http: 501, message: "This deployment does not offer that." },
	banned: { close: 4015, http: 403, message: "The user is banned from this channel." },
	erased: { close: 4016, http: 410, message: "The channel was erased." },
	kicked: { close: 4017, http: 403, message: "The user was asked to leave this channel." },
	bad_ticket: { close: 4100, http: 401, message: "The ticket is malformed or not signed by a key of this app." },
	ticket_expired: { close: 4101, http: 401, message: "The ticket has expired." },
	ticket_required: { close: 4102, http: 401, message: "This area asks for a ticket." },
	internal: { close: 4200, http: 500, message: "Something went wrong here; try again later." },
	overloaded: { close: 4201, http: 503, message: "The room is overloaded; try again later." },
	not_configured: { close: 4202, http: 503, message: "The deployment has no valid PARLOUR_KEYS." },
	slow_reader: { close: 4203, http: 503, message: "The reader took nothing for too long." },
	rate_limited: { close: 4204, http: 429, message: "Too many requests; slow down." },
	full: { close: 4205, http: 503, message: "The room holds as many sockets as it can." },
	origin_timeout: { close: 4206, http: 504, message: "The origin did not answer in time." },
	origin_failed: { close: 4207, http: 502, message: "The origin answered with an error." },
	restarting: { close: 4300, http: 503, message: "The room is moving; come back." },
} as const satisfies Record<string, FaultRow>;

export type FaultCode = keyof typeof FAULTS;

const REMEDIES: readonly Remedy[] = ["stop", "reauth", "backoff", "retry"];

/**
 * The remedy that a close code asks for: 40xx stop, 41xx reauth, 42xx backoff, 43xx retry. Every other code, 1006 above
 * all, is a connection that was lost and is tried again with backoff.
 */
export function remedyOf(closeCode: number): Remedy {
	return REMEDIES[Math.floor(closeCode / 100) - 40] ?? "backoff";
}
