import { CLOSE_CODES, type FaultCode, isFaultCode, remedyOf } from "../protocol/close-codes.ts";
import { anyText, type Decoder, json, list, maybe, object, whole } from "../protocol/decode.ts";
import type { FaultBody } from "../protocol/fault.ts";
import type { Json } from "../protocol/json.ts";
import { OriginError } from "./errors.ts";
import type { NotifyResult } from "./message.ts";
import type { Answer } from "./request.ts";
import { readWellFormed } from "./well-formed.ts";

// A code of a newer deployment reads as `internal`, so that the fault itself is not lost.
const faultCode: Decoder<FaultCode> = (value) => (isFaultCode(value) ? value : "internal");

const fault: Decoder<FaultBody> = object({
	code: faultCode,
	message: anyText,
	retryAfter: maybe(whole()),
	newer: maybe(json),
});

const refused = object({ fault });
const receipts = object({ acknowledged: list(anyText), missing: list(anyText) });
const stored = object({ seq: whole(1), at: whole(), cursor: anyText, recipients: whole(), receipts: maybe(receipts) });
const resultList = object({ results: list(json) });
const results: Decoder<NotifyResult[]> = (value, at) => resultList(value, at).results.map(result);

function result(value: Json): NotifyResult {
	if (typeof value === "object" && value !== null && "fault" in value) return { ok: false, ...refused(value, "") };
	return { ok: true, ...stored(value, "") };
}

/**
 * The results in the answer to a notify of `count` messages.
 *
 * @throws OriginError with the code of the fault, or `bad_answer`
 */
export function readResults(answer: Answer, count: number): NotifyResult[] {
	// Where every message is a conflict the status says so, and the results come all the same.
	const read = readAnswer(answer, results, [200, 409]);
	if (read.length !== count) throw badAnswer(answer);
	return read;
}

/**
 * What an answer of one of the statuses holds.
 *
 * @throws OriginError with the code of the fault, or `bad_answer`
 */
export function readAnswer<T>(answer: Answer, decoder: Decoder<T>, statuses: readonly number[] = [200]): T {
	const value = readBody(answer);
	const found = read(refused, value)?.fault;
	if (found !== undefined) {
		const { status, retryAfter } = answer;
		throw new OriginError(found.code, found.message, { status, retryAfter: found.retryAfter ?? retryAfter });
	}
	const content = statuses.includes(answer.status) ? read(decoder, value) : undefined;
	if (content === undefined) throw badAnswer(answer);
	return content;
}

function readBody({ body }: Answer): Json | undefined {
	try {
		return readWellFormed(body);
	} catch {
		return undefined;
	}
}

function read<T>(decoder: Decoder<T>, value: Json | undefined): T | undefined {
	try {
		return decoder(value, "");
	} catch {
		// What it lacks is of no use to the caller, and its text may be anything.
		return undefined;
	}
}

function badAnswer({ status, retryAfter }: Answer): OriginError {
	return new OriginError("bad_answer", `The answer of status ${status} is not what was asked for.`, {
		status,
		retryAfter,
	});
}

/**
 * Whether the same request may well succeed later.
 *
 * @param status the HTTP status of an answer that failed as a whole; it has the last word, since a newer deployment may
 * give codes that this side does not know
 */
export function isTransient({
	code,
	status = 500,
}: {
	readonly code: string;
	readonly status?: number | undefined;
}): boolean {
	if (code === "unreachable") return true;
	if (status !== 429 && status < 500) return false;
	return code === "bad_answer" || (isFaultCode(code) && isPassing(code));
}

function isPassing(code: FaultCode): boolean {
	const remedy = remedyOf(CLOSE_CODES[code]);
	return remedy === "backoff" || remedy === "retry";
}
