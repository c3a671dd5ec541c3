import { LIMITS } from "../protocol/limits.ts";
import { utf8 } from "../protocol/utf8.ts";

const OPEN = '{"messages":[';
const CLOSE = "]}";

/** Splits encoded messages into runs that each fit one request, in order. */
export function* batches(messages: readonly string[]): Generator<readonly string[]> {
	let batch: string[] = [];
	let bytes = OPEN.length + CLOSE.length;
	for (const message of messages) {
		const more = utf8(message).length + 1;
		if (batch.length > 0 && (batch.length === LIMITS.notifyMessages || bytes + more > LIMITS.notifyBytes)) {
			yield batch;
			batch = [];
			bytes = OPEN.length + CLOSE.length;
		}
		batch.push(message);
		bytes += more;
	}
	if (batch.length > 0) yield batch;
}

/** The body of a notify. */
export function notifyBody(messages: readonly string[]): string {
	return OPEN + messages.join(",") + CLOSE;
}
