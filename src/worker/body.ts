import { FaultError } from "../protocol/fault.ts";
import { type Json, type ParsedEntries, parseEntries, parseJson } from "../protocol/json.ts";
import { fromUtf8 } from "../protocol/utf8.ts";

/**
 * Reads a JSON body. Refuses one over `maxBytes` before it is parsed: by its declared length before it is read, by its
 * true length as soon as that is passed.
 *
 * @throws FaultError `too_large`, or `bad_request`
 */
export async function readJson(request: Request, maxBytes: number): Promise<Json> {
	return parseJson(await readText(request, maxBytes), "bad_request");
}

/** Reads a JSON body as {@link readJson} does, with faults of its own for each entry of the list `field`. @throws FaultError */
export async function readEntries(request: Request, maxBytes: number, field: string): Promise<ParsedEntries> {
	return parseEntries(await readText(request, maxBytes), "bad_request", field);
}

async function readText(request: Request, maxBytes: number): Promise<string> {
	const text = fromUtf8(await readBytes(request, maxBytes));
	if (text === undefined) throw new FaultError("bad_request", "The body is not UTF-8.");
	return text;
}

/** Reads a body. Refuses one over `maxBytes` as {@link readJson} does. @throws FaultError `too_large` */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
	const declared = request.headers.get("content-length");
	if (Number(declared) > maxBytes) throw new FaultError("too_large");
	// A body is as long as was declared, so only one of undeclared length has to be counted as it comes.
	return declared === null ? countedBytes(request.body, maxBytes) : new Uint8Array(await request.arrayBuffer());
}

async function countedBytes(
	body: ReadableStream<Uint8Array> | null,
	maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = body?.getReader();
	try {
		for (let part; (part = await reader?.read()) && !part.done;) {
			length += part.value.byteLength;
			if (length > maxBytes) throw new FaultError("too_large");
			chunks.push(part.value);
		}
	} finally {
		// Not cancelled: the client sends the rest in any case, and it is read away once the answer is made.
		reader?.releaseLock();
	}
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.byteLength;
	}
	return bytes;
}
