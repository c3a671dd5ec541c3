import type { Remembered } from "../core/ports.ts";

/** What a socket carries through sleep. Kept far below the platform's 16,384 bytes by the limits on its parts. */
export interface Attachment extends Remembered {
	readonly v: 1;
}

/** Ties a session to its socket. */
export function writeAttachment(socket: WebSocket, { session, caller, state, floor, seenAt }: Remembered): void {
	socket.serializeAttachment({ v: 1, session, caller, state, floor, seenAt } satisfies Attachment);
}

/** The session of a socket, or `undefined` where another version of this program wrote what this one cannot read. */
export function readAttachment(socket: WebSocket): Attachment | undefined {
	// Written by writeAttachment alone and never seen by a client; the version guards against an older program's form.
	const attachment = socket.deserializeAttachment() as { readonly v?: number } | null;
	return attachment?.v === 1 ? (attachment as Attachment) : undefined;
}
