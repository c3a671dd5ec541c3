import type { Address, ClientMessage, Link, LinkListener, ServerFrame, Transport } from "../../../src/client/index.ts";

/** A link whose far end is the test. */
export class FakeLink implements Link {
	readonly address: Address;
	readonly #listener: LinkListener;
	readonly sent: ClientMessage[] = [];
	pings = 0;
	isClosed = false;
	handOver?: Link["handOver"];

	constructor(address: Address, listener: LinkListener) {
		this.address = address;
		this.#listener = listener;
	}

	send(message: ClientMessage): void {
		if (this.isClosed) throw new Error("The client sent on a link that it had closed.");
		this.sent.push(message);
	}

	ping(): void {
		this.pings++;
	}

	close(): void {
		this.isClosed = true;
	}

	/** Speaks for the room, on closed links too: what is under way arrives late. */
	frames(...frames: ServerFrame[]): void {
		this.#listener.frames(frames);
	}

	signalsLost(): void {
		this.#listener.signalsLost?.();
	}

	pong(cursor: string): void {
		this.#listener.pong(cursor);
	}

	drop(code = 1006, reason = ""): void {
		this.#listener.closed(code, reason);
	}

	sentOf<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }>[] {
		return this.sent.filter((message): message is Extract<ClientMessage, { type: T }> => message.type === type);
	}
}

/** A transport that keeps its links for the test. */
export class FakeTransport {
	readonly links: FakeLink[] = [];

	readonly open: Transport = (address, listener) => {
		const link = new FakeLink(address, listener);
		this.links.push(link);
		return link;
	};

	/** The newest link. */
	get link(): FakeLink {
		const link = this.links.at(-1);
		if (link === undefined) throw new Error("No link was opened.");
		return link;
	}
}
