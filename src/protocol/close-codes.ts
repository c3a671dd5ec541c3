/**
 * The close code of every fault. Apart from the rest of the table in `faults.ts`, so that a browser, which needs nothing
 * else of it (a fault brings its message along), does not carry the messages.
 */
export const CLOSE_CODES = {
	bad_request: 4000,
	bad_frame: 4001,
	bad_hash: 4002,
	forbidden: 4003,
	area_off: 4004,
	not_found: 4005,
	bad_method: 4006,
	bad_origin: 4007,
	bad_credentials: 4008,
	too_large: 4009,
	bad_cursor: 4010,
	unknown_cursor: 4011,
	conflict: 4012,
	upgrade_required: 4013,
	not_supported: 4014,
	banned: 4015,
	muted: 4016,
	kicked: 4017,
	bad_ticket: 4100,
	ticket_expired: 4101,
	ticket_required: 4102,
	internal: 4200,
	overloaded: 4201,
	not_configured: 4202,
	slow_reader: 4203,
	rate_limited: 4204,
	full: 4205,
	origin_timeout: 4206,
	origin_failed: 4207,
	silent: 4208,
	restarting: 4300,
	erased: 4301,
} as const;

export type FaultCode = keyof typeof CLOSE_CODES;

/** Whether a text is a code that this side knows. */
export function isFaultCode(code: unknown): code is FaultCode {
	return typeof code === "string" && Object.hasOwn(CLOSE_CODES, code);
}

/**
 * What a client does next. `stop`: the same request will fail again. `reauth`: get a new ticket and come back.
 * `backoff`: come back later. `retry`: come back now, spread over the window that the close reason gives.
 */
export type Remedy = "stop" | "reauth" | "backoff" | "retry";

const REMEDIES: readonly Remedy[] = ["stop", "reauth", "backoff", "retry"];

/**
 * The remedy that a close code asks for: 40xx stop, 41xx reauth, 42xx backoff, 43xx retry. Every other code, 1006 above
 * all, is a connection that was lost and is tried again with backoff.
 */
export function remedyOf(closeCode: number): Remedy {
	return REMEDIES[Math.floor(closeCode / 100) - 40] ?? "backoff";
}
