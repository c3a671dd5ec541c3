import { fromUtf8, utf8 } from "../protocol/utf8.ts";
import { OriginError } from "./errors.ts";

/** Headers as `fetch`'s API has them, or as Node's `IncomingMessage` and most frameworks do. */
export type HeaderSource = Headers | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * What came to the webhook address: a `Request`, or the raw body (before anything has parsed it) and the headers, as
 * servers without that class have them.
 */
export type WebhookRequest = Request | { readonly body: string | Uint8Array; readonly headers: HeaderSource };

/**
 * The body's bytes as they came.
 *
 * @throws OriginError `bad_request` where it has been read or parsed: the signature is over its bytes
 */
export async function bodyOf(request: WebhookRequest): Promise<Uint8Array> {
	if (isRequest(request)) {
		if (request.bodyUsed) throw parsed("The request's body has been read already");
		return new Uint8Array(await request.arrayBuffer());
	}
	if (typeof request.body === "string") return utf8(request.body);
	// Not `instanceof`: the bytes may come from another realm.
	if (ArrayBuffer.isView(request.body)) return request.body;
	throw parsed("The body is not the text or the bytes that came");
}

function isRequest(request: WebhookRequest): request is Request {
	return "arrayBuffer" in request;
}

function parsed(what: string): OriginError {
	return new OriginError(
		"bad_request",
		`${what}. A webhook's signature is over its raw text: pass that, as express.raw({ type: "*/*" }) and the like keep it.`,
	);
}

/** A header by its name in lower case; several of one name as one, with spaces between; missing, the empty text. */
export function headerOf({ headers }: WebhookRequest, name: string): string {
	if (isHeaders(headers)) return headers.get(name) ?? "";
	for (const [key, value] of Object.entries(headers))
		if (key.toLowerCase() === name && value !== undefined) return typeof value === "string" ? value : value.join(" ");
	return "";
}

// Not `instanceof`: a framework may bring a class of its own.
function isHeaders(headers: HeaderSource): headers is Headers {
	return typeof headers["get"] === "function";
}

const SECRET_PREFIX = "whsec_";

/**
 * The secrets that are meant. One may be given in the `whsec_` form of the Standard Webhooks specification, or be one that
 * itself begins so: such a secret stands for both.
 */
export function spellings(secrets: readonly string[]): string[] {
	return secrets.flatMap((secret) => {
		const decoded = secret.startsWith(SECRET_PREFIX) ? fromBase64(secret.slice(SECRET_PREFIX.length)) : undefined;
		return decoded ? [secret, decoded] : [secret];
	});
}

function fromBase64(text: string): string | undefined {
	try {
		return fromUtf8(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
	} catch {
		return undefined;
	}
}
