import type { Batch } from "../core/encode.ts";
import type { Remembered, Sink } from "../core/ports.ts";
import { writeAttachment } from "./attachment.ts";

/** The runtime has it in some versions; its types do not. */
type Buffering = WebSocket & { readonly bufferedAmount?: number };
const TELLS_BUFFERED = "bufferedAmount" in WebSocket.prototype;

/** A reader's WebSocket as a sink. Sending to a socket that is going away does nothing: its close event follows. */
export class SocketSink implements Sink {
	readonly #ctx: DurableObjectState;
	readonly #socket: WebSocket;

	constructor(ctx: DurableObjectState, socket: WebSocket) {
		this.#ctx = ctx;
		this.#socket = socket;
	}

	deliver(batch: Batch): void {
		try {
			for (const message of batch.messages()) this.#socket.send(message);
		} catch {
			// Closed, or about to be. Asking before each send would cost all sockets what this costs a few.
		}
	}

	buffered(): number {
		// Looking for what is not there takes far longer than reading what is.
		return TELLS_BUFFERED ? ((this.#socket as Buffering).bufferedAmount ?? 0) : 0;
	}

	close(code: number, reason: string): void {
		closeQuietly(this.#socket, code, reason);
	}

	remember(session: Remembered): void {
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
