import { CLOSE_CODES, type FaultCode, remedyOf } from "../protocol/close-codes.ts";
import { anyText, type Decoder, json, list, maybe, object, whole } from "../protocol/decode.ts";
import type { FaultBody } from "../protocol/fault.ts";
import { type Json, readJson } from "../protocol/json.ts";
import { OriginError } from "./errors.ts";
import type { NotifyResult } from "./message.ts";

// A code of a newer deployment reads as `internal`, so that the fault itself is not lost.
const faultCode: Decoder<FaultCode> = (value) =>
	typeof value === "string" && Object.hasOwn(CLOSE_CODES, value) ? (value as FaultCode) : "internal";

const fault: Decoder<FaultBody> = object({
	code: faultCode,
	message: anyText,
	retryAfter: maybe(whole()),
	newer: maybe(json),
});

const refused = object({ fault });
const stored = object({ seq: whole(1), at: whole(), cursor: anyText, recipients: whole(), receipts: maybe(json) });
const results = object({ results: list(json) });

function result(value: Json): NotifyResult {
	if (typeof value === "object" && value !== null && "fault" in value) return { ok: false, ...refused(value, "") };
	return { ok: true, ...stored(value, "") };
}

/**
 * The results in the answer to a notify of `count` messages.
 *
 * @throws OriginError with the code of the fault, or `bad_answer`
 */
export function readResults(status: number, body: string, count: number): NotifyResult[] {
	const value = readBody(status, body);
	// Where every message is a conflict the status says so, and the results come all the same.
	if (status !== 200 && status !== 409) throw new OriginError("bad_answer", `The answer was ${status}.`, { status });
	try {
		const read = results(value, "").results.map(result);
		if (read.length === count) return read;
	} catch {
		// Falls through: what it lacks is of no use to the caller, and its text may be anything.
	}
	throw new OriginError("bad_answer", `The answer of status ${status} does not hold the results.`, { status });
}

function readBody(status: number, body: string): Json {
	try {
		const value = readJson(body);
		if (typeof value !== "object" || value === null || !("fault" in value)) return value;
		const { code, message, retryAfter } = refused(value, "").fault;
		throw new OriginError(code, message, { status, retryAfter });
	} catch (thrown) {
		if (thrown instanceof OriginError) throw thrown;
		throw new OriginError("bad_answer", `The answer of status ${status} is not Parlour's.`, { status });
	}
}

/** Whether the same request may well succeed later. */
export function isTransient({
	code,
	status = 0,
}: {
	readonly code: string;
	readonly status?: number | undefined;
}): boolean {
	if (code === "unreachable") return true;
	if (code === "bad_answer") return status === 429 || status >= 500;
	return Object.hasOwn(CLOSE_CODES, code) && isPassing(code as FaultCode);
}

function isPassing(code: FaultCode): boolean {
	const remedy = remedyOf(CLOSE_CODES[code]);
	return remedy === "backoff" || remedy === "retry";
}
