import type { Cursor } from "../protocol/cursor.ts";
import { decodeBase64url, encodeBase64url } from "../protocol/base64url.ts";
import { fromUtf8, utf8 } from "../protocol/utf8.ts";
import type { Caller } from "../rooms/core/access.ts";

const HEADER = "x-parlour-admission";

/** An upgrade that the Worker has admitted, as it hands it to a room. Everything in it has been verified. */
export interface Admission {
	readonly caller: Caller;
	readonly since?: Cursor;
	/** Where the reader is; see `region.ts`. */
	readonly region: string;
	/** A relay that had no place for it. */
	readonly full?: string;
	/** The subprotocol to answer with, where the client asked for one. */
	readonly protocol?: string;
}

/** The request that carries an admission to a room: made anew, so that nothing of the client's own reaches it. */
export function admissionRequest(admission: Admission): Request {
	const value = encodeBase64url(utf8(JSON.stringify(admission)));
	return new Request("https://room.invalid/", { headers: { Upgrade: "websocket", [HEADER]: value } });
}

/** Reads an admission in the room. Only the Worker can reach a room, and it writes nothing but {@link admissionRequest}. */
export function readAdmission(request: Request): Admission {
	const bytes = decodeBase64url(request.headers.get(HEADER) ?? "");
	return JSON.parse((bytes && fromUtf8(bytes)) ?? "") as Admission;
}
