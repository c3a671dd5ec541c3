import type { Admission } from "../../door/admission.ts";
import type { Arrival, Reader } from "../core/reader.ts";
import { readAttachment } from "./attachment.ts";
import { closeQuietly, SocketSink } from "./socket-sink.ts";

/** An object's sockets, and the reader behind each. */
export class Sockets {
	readonly #ctx: DurableObjectState;
	readonly #readers = new Map<WebSocket, Reader>();

	constructor(ctx: DurableObjectState) {
		this.#ctx = ctx;
	}

	/** The reader behind a socket; none once it has left. */
	get(socket: WebSocket): Reader | undefined {
		return this.#readers.get(socket);
	}

	/** Takes up the sockets that are there after sleep. */
	restore(restore: (arrivals: readonly Arrival[]) => readonly Reader[]): void {
		const sockets = this.#ctx.getWebSockets().flatMap((socket) => this.#arrival(socket) ?? []);
		const readers = restore(sockets.map(({ arrival }) => arrival));
		for (const [index, reader] of readers.entries()) {
			const socket = sockets[index]?.socket;
			if (socket !== undefined) this.#readers.set(socket, reader);
		}
	}

	/** Accepts an upgrade and lets its reader join. @param floor where it was let in, if it may not read what was before */
	accept({ caller, protocol }: Admission, join: (arrival: Arrival) => Reader, floor?: number): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		this.#ctx.acceptWebSocket(server);
		const arrival = { session: crypto.randomUUID(), caller, sink: new SocketSink(this.#ctx, server), floor };
		arrival.sink.remember(arrival);
		this.#readers.set(server, join(arrival));
		const headers = protocol === undefined ? undefined : { "Sec-WebSocket-Protocol": protocol };
		return new Response(null, { status: 101, webSocket: client, headers });
	}

	/** A socket is gone. Answers the reader that it was of. */
	gone(socket: WebSocket): Reader | undefined {
		const reader = this.#readers.get(socket);
		this.#readers.delete(socket);
		return reader;
	}

	clear(): void {
		this.#readers.clear();
	}

	#arrival(socket: WebSocket): { socket: WebSocket; arrival: Arrival } | undefined {
		const attachment = readAttachment(socket);
		if (socket.readyState !== WebSocket.OPEN || attachment === undefined) return undefined;
		return { socket, arrival: { ...attachment, sink: new SocketSink(this.#ctx, socket) } };
	}
}

/** Answers a close frame: the runtime does not, for a hibernatable socket, and unanswered the peer ends with 1006. */
export function answerClose(socket: WebSocket, code: number, reason: string): void {
	closeQuietly(socket, code === 1005 ? 1000 : code, reason);
}
