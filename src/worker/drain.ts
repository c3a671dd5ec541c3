/**
 * How much is read of a body that nobody wants, in bytes: enough for a file that is a little too long. A client that sends
 * more may lose the answer; reading without end would be worse.
 */
const MOST_BYTES = 16_777_216;
/** The same of a body that was read up to its limit, because nothing declared its length. */
const MOST_BYTES_PAST_LIMIT = 6_291_456;
/** How long the next part of a body may take before the answer goes out all the same, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Reads what is left of a request's body and throws it away. Browsers read an answer only when they have sent their
 * request: where the connection is closed before, they report that it was reset, and the answer is lost.
 */
export async function drain(request: Request): Promise<void> {
	const body: ReadableStream<Uint8Array> | null = request.body;
	// A body that was read whole ends at once; one that a helper has taken over is that helper's.
	if (body === null || body.locked) return;
	const declared = request.headers.get("content-length");
	const most = declared === null && request.bodyUsed ? MOST_BYTES_PAST_LIMIT : MOST_BYTES;
	if (Number(declared) > most) return;
	try {
		const reader = body.getReader();
		for (let bytes = 0; bytes <= most;) {
			const part = await within(PATIENCE_MS, reader.read());
			if (part === undefined) break;
			if (part.done) return;
			bytes += part.value.byteLength;
		}
		await reader.cancel();
	} catch {
		// The client has gone, or the body was used up: there is nothing to read.
	}
}

/** Returns what a promise comes to within a time, and `undefined` after it. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
	const { promise: late, resolve } = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => resolve(undefined), ms);
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
