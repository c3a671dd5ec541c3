import { API } from "../protocol/paths.ts";
import { isTransient, readResults } from "./answer.ts";
import { batches, notifyBody } from "./batches.ts";
import { OriginError } from "./errors.ts";
import { checkMessage, type NotifyMessage, type NotifyResult } from "./message.ts";
import type { Send } from "./request.ts";
import type { Outcome, Retrier } from "./retry.ts";

/**
 * Sends messages, as many requests as they need, one after another: a channel's messages are numbered in their order.
 *
 * @throws OriginError whose `results` are those of the requests before
 */
export async function notifyAll(
	send: Send,
	retrier: Retrier,
	messages: readonly NotifyMessage[],
): Promise<NotifyResult[]> {
	for (const [index, message] of messages.entries()) checkMessage(message, `messages[${index}]`);
	const encoded = messages.map((message) => encode(message, retrier));
	const waitMs = Math.max(0, ...messages.map(({ receipts }) => receipts?.wait ?? 0));
	const results: NotifyResult[] = [];
	for (const batch of batches(encoded)) {
		try {
			results.push(...(await notifyBatch(send, retrier, { batch, waitMs })));
		} catch (thrown) {
			if (!(thrown instanceof OriginError)) throw thrown;
			const { code, message, status, retryAfter } = thrown;
			throw new OriginError(code, message, { status, retryAfter, results });
		}
	}
	return results;
}

/** Encodes once, with an id, so that every attempt carries the same one and none is stored twice. */
function encode(message: NotifyMessage, retrier: Retrier): string {
	try {
		return JSON.stringify({ ...message, id: message.id ?? retrier.newId() });
	} catch {
		throw new OriginError("bad_request", `The data of the message "${message.name}" cannot be written as JSON.`);
	}
}

/** One room that is overloaded does not fail the request; its messages alone are sent again. */
async function notifyBatch(
	send: Send,
	retrier: Retrier,
	{ batch, waitMs }: { readonly batch: readonly string[]; readonly waitMs: number },
): Promise<NotifyResult[]> {
	const results: NotifyResult[] = [];
	let left = batch.map((message, place) => ({ message, place }));
	const attempt = async (patienceMs: number): Promise<Outcome<NotifyResult[]>> => {
		try {
			const answer = await send({
				method: "POST",
				path: `${API}/notify`,
				body: notifyBody(left.map(({ message }) => message)),
				patienceMs,
			});
			const fresh = readResults(answer, left.length);
			for (const [index, { place }] of left.entries()) results[place] = fresh[index] as NotifyResult;
			left = left.filter(({ place }) => isRetried(results[place]));
			if (left.length === 0) return { done: true, value: results };
			return { done: false, error: notStored(left.map(({ place }) => results[place])), value: results };
		} catch (thrown) {
			// What an earlier attempt stored is not to be lost with a later one, whatever becomes of that.
			const value = results.length > 0 ? results : undefined;
			if (thrown instanceof OriginError && isTransient(thrown)) return { done: false, error: thrown, value };
			if (value === undefined) throw thrown;
			return { done: true, value };
		}
	};
	// What waits for receipts answers when they are in.
	return retrier.run(attempt, waitMs);
}

function isRetried(result: NotifyResult | undefined): boolean {
	return result?.ok === false && isTransient(result.fault);
}

function notStored(left: readonly (NotifyResult | undefined)[]): OriginError {
	const waits = left.map((result) => (result?.ok === false ? (result.fault.retryAfter ?? 0) : 0));
	return new OriginError("overloaded", "Some messages were not stored.", { retryAfter: Math.max(...waits) });
}
