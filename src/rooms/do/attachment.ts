import type { Json } from "../../protocol/json.ts";
import type { Caller } from "../core/access.ts";

/** What a socket carries through sleep. Kept far below the platform's 16,384 bytes by the limits on its parts. */
export interface Attachment {
	readonly v: 1;
	readonly session: string;
	readonly caller: Caller;
	readonly state?: Json;
	/** Where it was let in, if it may not read what was before. */
	readonly floor?: number;
}

/** Ties a session to its socket. */
export function writeAttachment(socket: WebSocket, { session, caller, state, floor }: Omit<Attachment, "v">): void {
	socket.serializeAttachment({ v: 1, session, caller, state, floor } satisfies Attachment);
}

/** The session of a socket, or `undefined` where another version of this program wrote what this one cannot read. */
export function readAttachment(socket: WebSocket): Attachment | undefined {
	// Written by writeAttachment alone and never seen by a client; the version guards against an older program's form.
	const attachment = socket.deserializeAttachment() as { readonly v?: number } | null;
	return attachment?.v === 1 ? (attachment as Attachment) : undefined;
}
