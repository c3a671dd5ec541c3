import type { Batch } from "../core/encode.ts";
import type { Sink } from "../core/ports.ts";

/** A reader's WebSocket as a sink. Sending to a socket that is going away does nothing: its close event follows. */
export class SocketSink implements Sink {
	readonly #socket: WebSocket;

	constructor(socket: WebSocket) {
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
		try {
			this.#socket.close(code, reason);
		} catch {
			// Closed already.
		}
	}
}
