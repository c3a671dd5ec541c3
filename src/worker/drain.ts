/**
 * How much of a body is read that nobody wants, in bytes: what the platform lets through by default. An answer to a client
 * that sends more may be lost to it.
 */
const MOST_BYTES = 104_857_600;

/**
 * Reads what is left of a request's body and throws it away. Browsers read an answer only when they have sent their
 * request: where the connection is closed before, they report that it was reset, and the answer is lost.
 */
export async function drain(request: Request): Promise<void> {
	const body: ReadableStream<Uint8Array> | null = request.body;
	// A body that was read whole ends at once; one that a helper has taken over is that helper's.
	if (body === null || body.locked) return;
	try {
		const reader = body.getReader();
		for (let bytes = 0; bytes <= MOST_BYTES;) {
			const { done, value } = await reader.read();
			if (done) return;
			bytes += value.byteLength;
		}
		await reader.cancel();
	} catch {
		// The client has gone, or the body was used up: there is nothing to read.
	}
}
