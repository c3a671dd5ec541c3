import { decodeServerFrames, type ServerFrame, type ServerFrames } from "../../../src/protocol/server-frames.ts";
import type { ChannelInput } from "../../../src/protocol/channel.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { hashOf, ticketOf } from "../../support/tokens.ts";
import { ask } from "./worker.ts";

interface Opening {
	readonly ticket?: string;
	readonly protocols?: readonly string[];
	readonly since?: string;
	readonly headers?: Record<string, string>;
	/** Where the request comes from, as the platform tells it. */
	readonly cf?: { readonly continent: string; readonly country: string };
}

/** A socket as a page would hold it: what came, and promises for what is awaited. No test sleeps. */
export class TestSocket {
	readonly response: Response;
	readonly messages: string[] = [];
	readonly closed: Promise<{ readonly code: number; readonly reason: string; readonly wasClean: boolean }>;
	readonly #socket: WebSocket;
	#waiting: (() => void)[] = [];

	constructor(response: Response) {
		if (response.webSocket === null) throw new Error(`no upgrade: ${response.status}`);
		this.response = response;
		this.#socket = response.webSocket;
		this.#socket.addEventListener("message", ({ data }) => {
			this.messages.push(String(data));
			for (const check of this.#waiting) check();
		});
		this.closed = new Promise((resolve) => {
			this.#socket.addEventListener("close", ({ code, reason, wasClean }) => resolve({ code, reason, wasClean }));
		});
		this.#socket.accept();
	}

	/** The frames so far; who is there is left out, since most tests do not look at it. */
	get frames(): ServerFrame[] {
		const frames = this.messages.filter((message) => !message.startsWith("pong")).flatMap(decodeServerFrames);
		return frames.filter(({ type }) => type !== "presence");
	}

	of<T extends ServerFrame["type"]>(type: T): ServerFrames[T][] {
		return this.frames.filter((frame): frame is ServerFrames[T] => frame.type === type);
	}

	/** Sends a frame, or a text or bytes as they are. */
	send(frame: Json | ArrayBuffer): void {
		const raw = typeof frame === "string" || frame instanceof ArrayBuffer;
		this.#socket.send(raw ? frame : JSON.stringify(frame));
	}

	/** Waits until what has come is enough; answers what `look` found. */
	until<T>(look: (socket: this) => T | undefined | false): Promise<T> {
		return new Promise((resolve) => {
			const check = () => {
				const found = look(this);
				if (found === undefined || found === false) return;
				this.#waiting = this.#waiting.filter((one) => one !== check);
				resolve(found);
			};
			this.#waiting.push(check);
			check();
		});
	}

	/** Waits for so many frames of a type. */
	async take<T extends ServerFrame["type"]>(type: T, count = 1): Promise<ServerFrames[T][]> {
		return this.until(() => (this.of(type).length >= count ? this.of(type) : undefined));
	}

	/** Sends a heartbeat and waits for its answer. */
	async ping(): Promise<string> {
		const before = this.messages.length;
		this.send("ping");
		return this.until(() => this.messages.slice(before).find((message) => message.startsWith("pong")));
	}

	close(code?: number, reason?: string): void {
		this.#socket.close(code, reason);
	}
}

/** Upgrades a path. */
export async function upgrade(
	path: string,
	{ ticket, protocols, since, headers, cf }: Opening = {},
): Promise<TestSocket> {
	const offered = protocols ?? ["parlour.v1", ...(ticket === undefined ? [] : [`ticket.${ticket}`])];
	const query = since === undefined ? "" : `?since=${encodeURIComponent(since)}`;
	const asked: Record<string, string> = offered.length === 0 ? {} : { "Sec-WebSocket-Protocol": offered.join(", ") };
	const init: RequestInit = { headers: { Upgrade: "websocket", ...asked, ...headers } };
	return new TestSocket(await ask(path + query, cf === undefined ? init : { ...init, cf }));
}

/** Opens a socket on a channel, and waits for its welcome. */
export async function open(channel: ChannelInput, opening: Opening = {}): Promise<TestSocket> {
	const socket = await upgrade(`/v1/channels/${await hashOf(channel)}/socket`, opening);
	await socket.take("welcome");
	return socket;
}

/** The same as a member. */
export async function openAs(sub: string, channel: ChannelInput, opening: Opening = {}): Promise<TestSocket> {
	return open(channel, { ...opening, ticket: await ticketOf(sub, { name: sub.toUpperCase() }) });
}
