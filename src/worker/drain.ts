/**
 * How much is read of a body that nobody wants, in bytes: enough for a file that is a little too long. Of a body without a
 * declared length, the limit has been read by then. A client that sends more may lose the answer; reading without end
 * would be worse.
 */
const MOST_BYTES = { declared: 16_777_216, undeclared: 6_291_456 };

/**
 * Reads what is left of a request's body and throws it away. Browsers read an answer only when they have sent their
 * request: where the connection is closed before, they report that it was reset, and the answer is lost.
 */
export async function drain(request: Request): Promise<void> {
	const body: ReadableStream<Uint8Array> | null = request.body;
	// A body that was read whole ends at once; one that a helper has taken over is that helper's.
	if (body === null || body.locked) return;
	const declared = request.headers.get("content-length");
	const most = declared === null ? MOST_BYTES.undeclared : MOST_BYTES.declared;
	if (Number(declared) > most) return;
	try {
		const reader = body.getReader();
		for (let bytes = 0; bytes <= most;) {
			const { done, value } = await reader.read();
			if (done) return;
			bytes += value.byteLength;
		}
		await reader.cancel();
	} catch {
		// The client has gone, or the body was used up: there is nothing to read.
	}
}
