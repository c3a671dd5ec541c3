/**
 * What a client does next, and the codes of the faults that ask for it, in the order of their close codes: the first row
 * is 4000 and on, the second 4100 and on. Codes are added at the end of their row. Apart from the rest of the table in
 * `faults.ts`, so that a browser, which needs nothing else of it (a fault brings its message along), does not carry the
 * messages.
 *
 * `stop`: the same request will fail again. `reauth`: get a new ticket and come back. `backoff`: come back later.
 * `retry`: come back now, spread over the window that the close reason gives.
 */
const CODES = {
	stop: "bad_request bad_frame bad_hash forbidden area_off not_found bad_method bad_origin bad_credentials too_large bad_cursor unknown_cursor conflict upgrade_required not_supported banned muted kicked",
	reauth: "bad_ticket ticket_expired ticket_required",
	backoff: "internal overloaded not_configured slow_reader rate_limited full origin_timeout origin_failed silent",
	retry: "restarting erased",
} as const;

type Word<T extends string> = T extends `${infer First} ${infer Rest}` ? First | Word<Rest> : T;

export type Remedy = keyof typeof CODES;
export type FaultCode = Word<(typeof CODES)[Remedy]>;
/** A code of the table, or one that a newer server has added to it. */
export type AnyFaultCode = FaultCode | (string & {});

const REMEDIES = ["stop", "reauth", "backoff", "retry"] as const satisfies readonly Remedy[];

/** The close code of every fault. */
export const CLOSE_CODES = /* @__PURE__ */ closeCodes();

function closeCodes(): { readonly [code in FaultCode]: number } {
	return Object.fromEntries(
		Object.values(CODES).flatMap((row, hundred) =>
			row.split(" ").map((code, index) => [code, 4000 + 100 * hundred + index]),
		),
	) as { readonly [code in FaultCode]: number };
}

/** Whether a text is a code that this side knows. */
export function isFaultCode(code: unknown): code is FaultCode {
	return typeof code === "string" && Object.hasOwn(CLOSE_CODES, code);
}

/**
 * The remedy that a close code asks for: 40xx stop, 41xx reauth, 42xx backoff, 43xx retry. Every other code, 1006 above
 * all, is a connection that was lost and is tried again with backoff.
 */
export function remedyOf(closeCode: number): Remedy {
	return REMEDIES[Math.floor(closeCode / 100) - 40] ?? "backoff";
}
