import type { Batch } from "../core/encode.ts";
import type { Sink } from "../core/ports.ts";
import { type Attachment, writeAttachment } from "./attachment.ts";

/** A reader's WebSocket as a sink. Sending to a socket that is going away does nothing: its close event follows. */
export class SocketSink implements Sink {
	readonly #ctx: DurableObjectState;
	readonly #socket: WebSocket;

	constructor(ctx: DurableObjectState, socket: WebSocket) {
		this.#ctx = ctx;
		this.#socket = socket;
	}

	deliver(batch: Batch): void {
		if (this.#socket.readyState !== WebSocket.OPEN) return;
		try {
			for (const message of batch.messages()) this.#socket.send(message);
		} catch {
			// The peer went away between the check and the send.
		}
	}

	buffered(): number {
		// The runtime has it; its types do not.
		return (this.#socket as WebSocket & { readonly bufferedAmount?: number }).bufferedAmount ?? 0;
	}

	close(code: number, reason: string): void {
		closeQuietly(this.#socket, code, reason);
	}

	remember(session: Omit<Attachment, "v">): void {
		writeAttachment(this.#socket, session);
	}

	heartbeatAt(): number | undefined {
		return this.#ctx.getWebSocketAutoResponseTimestamp(this.#socket)?.getTime();
	}
}

/** Closes a socket, which may be closed already or going away. */
export function closeQuietly(socket: WebSocket, code: number, reason: string): void {
	try {
		socket.close(code, reason);
	} catch {
		// Closed already.
	}
}
