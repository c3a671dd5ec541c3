import { WebSocket } from "ws";
import type { Json } from "../../../src/protocol/json.ts";
import { channelPath, SUBPROTOCOL, TICKET_SUBPROTOCOL } from "../../../src/protocol/paths.ts";
import {
	decodeServerFrames,
	type EventFrame,
	type ServerFrame,
	type ServerFrames,
	type WelcomeFrame,
} from "../../../src/protocol/server-frames.ts";
import { condition } from "./condition.ts";

/** A reader with nothing of the client in it: a socket, and everything that came over it. */
export class Reader {
	readonly socket: WebSocket;
	readonly frames: ServerFrame[] = [];
	readonly pongs: string[] = [];
	readonly closed: Promise<{ code: number; reason: string }>;
	readonly #changed = condition();

	constructor(url: string, hash: string, since?: string, ticket?: string) {
		const query = since === undefined ? "" : `?since=${encodeURIComponent(since)}`;
		const address = `${url.replace("http", "ws")}${channelPath(hash, "socket")}${query}`;
		// Uncompressed, so that bytes are what they seem: a test's padding would shrink to nothing.
		const protocols = ticket === undefined ? SUBPROTOCOL : [SUBPROTOCOL, TICKET_SUBPROTOCOL + ticket];
		this.socket = new WebSocket(address, protocols, { perMessageDeflate: false });
		this.socket.on("message", (data: Buffer) => this.#take(data.toString()));
		// A refused connection is also a close, and that is what tests wait for.
		this.socket.on("error", () => {});
		this.closed = new Promise((resolve) => {
			this.socket.on("close", (code, reason) => {
				resolve({ code, reason: reason.toString() });
				this.#changed.notify();
			});
		});
	}

	#take(text: string): void {
		if (text.startsWith("pong ")) this.pongs.push(text.slice("pong ".length));
		else this.frames.push(...decodeServerFrames(text));
		this.#changed.notify();
	}

	/** The frames of one type so far. */
	of<T extends ServerFrame["type"]>(type: T): ServerFrames[T][] {
		return this.frames.filter((frame): frame is ServerFrames[T] => frame.type === type);
	}

	send(frame: Json): void {
		this.socket.send(JSON.stringify(frame));
	}

	get events(): EventFrame[] {
		return this.frames.filter((frame): frame is EventFrame => frame.type === "event");
	}

	/** Resolves when the condition holds; rejects when the socket closes before. */
	async until(holds: (reader: this) => boolean): Promise<void> {
		await this.#changed.until(() => {
			if (holds(this)) return true;
			if (this.socket.readyState === WebSocket.CLOSED) throw new Error("The socket closed.");
			return false;
		});
	}

	async welcome(): Promise<WelcomeFrame> {
		await this.until(({ frames }) => frames.length > 0);
		const [first] = this.frames;
		if (first?.type !== "welcome") throw new Error(`The first frame is ${JSON.stringify(first)}.`);
		return first;
	}

	/** Sends a heartbeat and answers the head that the pong names. */
	async ping(): Promise<string> {
		const count = this.pongs.length;
		this.socket.send("ping");
		await this.until(({ pongs }) => pongs.length > count);
		return this.pongs.at(-1) ?? "";
	}
}
