/**
 * The codes of all faults in the order of their close codes, a row for each remedy: the first row is 4000 and on, the
 * second 4100 and on. Codes are added at the end of their row. Apart from the rest of the table in `faults.ts`, so that a
 * browser, which needs nothing else of it (a fault brings its message along), does not carry the messages.
 */
const CODES = [
	[
		"bad_request",
		"bad_frame",
		"bad_hash",
		"forbidden",
		"area_off",
		"not_found",
		"bad_method",
		"bad_origin",
		"bad_credentials",
		"too_large",
		"bad_cursor",
		"unknown_cursor",
		"conflict",
		"upgrade_required",
		"not_supported",
		"banned",
		"muted",
		"kicked",
	],
	["bad_ticket", "ticket_expired", "ticket_required"],
	[
		"internal",
		"overloaded",
		"not_configured",
		"slow_reader",
		"rate_limited",
		"full",
		"origin_timeout",
		"origin_failed",
		"silent",
	],
	["restarting", "erased"],
] as const;

export type FaultCode = (typeof CODES)[number][number];

/** The close code of every fault. */
export const CLOSE_CODES = /* @__PURE__ */ Object.fromEntries(
	CODES.flatMap((row, hundred) => row.map((code, index) => [code, 4000 + 100 * hundred + index])),
) as { readonly [code in FaultCode]: number };

/** The code of a close code, if this side knows it. */
export function codeOf(closeCode: number): FaultCode | undefined {
	return CODES[Math.floor(closeCode / 100) - 40]?.[closeCode % 100];
}

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
