import { isTransient, readResults } from "./answer.ts";
import { batches, notifyBody } from "./batches.ts";
import { OriginError } from "./errors.ts";
import type { NotifyMessage, NotifyResult } from "./message.ts";
import type { SendNotify } from "./request.ts";
import { type Outcome, type Ports, retry } from "./retry.ts";

/**
 * Sends messages, as many requests as they need, one after another: a channel's messages are numbered in their order.
 *
 * @throws OriginError whose `results` are those of the requests before
 */
export async function notifyAll(
	send: SendNotify,
	ports: Ports,
	messages: readonly NotifyMessage[],
): Promise<NotifyResult[]> {
	const encoded = messages.map((message) => encode(message, ports));
	const results: NotifyResult[] = [];
	for (const batch of batches(encoded)) {
		try {
			results.push(...(await notifyBatch(send, ports, batch)));
		} catch (thrown) {
			if (!(thrown instanceof OriginError)) throw thrown;
			const { code, message, status, retryAfter } = thrown;
			throw new OriginError(code, message, { status, retryAfter, results });
		}
	}
	return results;
}

/** Encodes once, with an id, so that every attempt carries the same one and none is stored twice. */
function encode(message: NotifyMessage, ports: Ports): string {
	try {
		return JSON.stringify({ ...message, id: message.id ?? ports.newId() });
	} catch {
		throw new OriginError("bad_request", `The data of the message "${message.name}" cannot be written as JSON.`);
	}
}

async function notifyBatch(send: SendNotify, ports: Ports, batch: readonly string[]): Promise<NotifyResult[]> {
	const results: NotifyResult[] = [];
	let left = batch.map((message, place) => ({ message, place }));
	return retry(ports, async () => {
		const outcome = await attempt(
			send,
			left.map(({ message }) => message),
		);
		if (outcome.value === undefined) return results.length > 0 ? { ...outcome, value: results } : outcome;
		const fresh = outcome.value;
		for (const [index, { place }] of left.entries()) results[place] = fresh[index] as NotifyResult;
		left = left.filter(({ place }) => isRetried(results[place]));
		return outcome.done ? { done: true, value: results } : { ...outcome, value: results };
	});
}

async function attempt(send: SendNotify, messages: readonly string[]): Promise<Outcome<NotifyResult[]>> {
	let askedFor: number | undefined;
	try {
		const { status, body, retryAfter } = await send(notifyBody(messages));
		askedFor = retryAfter;
		return outcomeOf(readResults(status, body, messages.length));
	} catch (thrown) {
		if (!(thrown instanceof OriginError) || !isTransient(thrown)) throw thrown;
		const { code, message, status, retryAfter = askedFor } = thrown;
		return { done: false, error: new OriginError(code, message, { status, retryAfter }) };
	}
}

function isRetried(result: NotifyResult | undefined): boolean {
	return result?.ok === false && isTransient(result.fault);
}

/** One room that is overloaded does not fail the request; its messages alone are sent again. */
function outcomeOf(results: NotifyResult[]): Outcome<NotifyResult[]> {
	const waits = results.flatMap((result) =>
		!result.ok && isTransient(result.fault) ? [result.fault.retryAfter ?? 0] : [],
	);
	if (waits.length === 0) return { done: true, value: results };
	const error = new OriginError("overloaded", "Some messages were not stored.", { retryAfter: Math.max(...waits) });
	return { done: false, error, value: results };
}
