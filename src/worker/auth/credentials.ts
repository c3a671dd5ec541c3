/** Why a header is none that carries a ticket; it repeats nothing of it. */
export const NOT_BEARER = "The Authorization header must be `Bearer`, one space and the text of a ticket.";

/** What an `Authorization` header holds. */
export type Credentials =
	| { readonly scheme: "none" }
	| { readonly scheme: "basic"; readonly bytes: Uint8Array<ArrayBuffer> }
	| { readonly scheme: "bearer"; readonly token: string }
	| { readonly scheme: "unknown" };

/** Takes an `Authorization` header apart; schemes are case-insensitive (RFC 9110 section 11.1). */
export function credentialsOf(header: string | undefined): Credentials {
	if (header === undefined) return { scheme: "none" };
	const [, scheme = "", value = ""] = /^(\S+) +(\S+)\s*$/.exec(header) ?? [];
	if (scheme.toLowerCase() === "bearer") return { scheme: "bearer", token: value };
	const bytes = scheme.toLowerCase() === "basic" ? fromBase64(value) : undefined;
	return bytes === undefined ? { scheme: "unknown" } : { scheme: "basic", bytes };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		const binary = atob(text);
		const bytes = new Uint8Array(binary.length);
		for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
		return bytes;
	} catch {
		return undefined;
	}
}
