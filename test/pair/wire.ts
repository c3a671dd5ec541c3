import { CONNECT_TIMEOUT_MS } from "../../src/client/core/timing.ts";
import { CLOSE_LOST, receive, type Link, type LinkListener, type Transport } from "../../src/client/core/transport.ts";
import { PING, PONG } from "../../src/protocol/paths.ts";
import type { Batch } from "../../src/rooms/core/encode.ts";
import { member, type TestReader, type TestRoom, TestSink } from "../support/room.ts";

/** A sink whose messages lie on the wire until the test lets them arrive. */
class WireSink extends TestSink {
	readonly down: string[] = [];

	override deliver(batch: Batch): void {
		if (this.closed === undefined) this.down.push(...batch.messages());
	}
}

/** One connection between a real client and a real room. Nothing passes by itself. */
class WireLink implements Link {
	readonly #wire: Wire;
	readonly #listener: LinkListener;
	readonly #since: string | undefined;
	readonly #up: string[] = [];
	readonly sink = new WireSink();
	reader: TestReader | undefined;
	/** Whether the room has lost it: nothing of it arrives any more. */
	isGone = false;
	/** Whether the network has swallowed it: neither end is told, and nothing arrives. */
	isDead = false;
	#isOver = false;
	readonly #welcomed: () => void;

	constructor(wire: Wire, since: string | undefined, listener: LinkListener) {
		this.#wire = wire;
		this.#since = since;
		this.#listener = listener;
		// A transport keeps a limit on how long the first frame may take.
		this.#welcomed = wire.room.host.after(CONNECT_TIMEOUT_MS, () => this.#end());
	}

	send(message: object): void {
		this.#up.push(JSON.stringify(message));
	}

	ping(): void {
		this.#up.push(PING);
	}

	close(): void {
		this.#isOver = true;
		this.#welcomed();
	}

	/** Whether the client has left it with frames on their way that the room may still get. */
	get canArriveLate(): boolean {
		return this.#isOver && !this.isGone && this.reader !== undefined && this.#up.length > 0;
	}

	/** Lets up to `most` frames arrive at the room that were sent before the client left. */
	arriveLate(most: number): void {
		if (this.reader === undefined) return;
		for (const text of this.#up.splice(0, most)) {
			if (text === PING) continue;
			this.#wire.late.push(text);
			void this.reader.send(text);
		}
	}

	/** Lets what was sent arrive at the room, the opening first. */
	arriveUp(): void {
		if (this.isDead || this.#isOver) return;
		if (this.#wire.isBlocked && this.reader === undefined) return this.#end();
		this.reader ??= this.#wire.admit(this.#since, this.sink);
		for (const text of this.#up.splice(0)) {
			if (text === PING) this.sink.down.push(PONG + (this.#wire.room.host.announced.at(-1) ?? ""));
			else void this.reader.send(text);
		}
	}

	/** Lets up to `most` messages of the room arrive at the client. */
	arriveDown(most: number): void {
		for (let count = 0; count < most && !this.isDead && !this.#isOver; count++) {
			const text = this.sink.down.shift();
			if (text === undefined) return;
			this.#welcomed();
			receive(text, this.#listener);
		}
	}

	/** Loses the room's next events, as no network does and no room should. */
	lose(): void {
		const at = this.sink.down.findIndex((text) => text.includes('"type":"event"'));
		if (at >= 0) this.sink.down.splice(at, 1);
	}

	/** Ends the connection for the client alone: what it has sent arrives at the room late, or never. */
	part(): void {
		this.#end();
	}

	/** Ends the connection: what is on the wire is lost, the room learns of it, and the client does if it is told. */
	cut(tellClient: boolean): void {
		this.isDead = true;
		this.isGone = true;
		this.reader?.leave();
		if (tellClient) this.#end();
	}

	#end(): void {
		if (this.#isOver) return;
		this.close();
		this.#listener.closed(CLOSE_LOST, "");
	}
}

/** All connections of one client to one room. */
export class Wire {
	readonly room: TestRoom;
	readonly #user: string;
	readonly links: WireLink[] = [];
	/** Whether the network lets no socket through that is not open yet. */
	isBlocked = false;
	/** The frames that arrived after the client had left their connection. */
	readonly late: string[] = [];

	constructor(room: TestRoom, user: string) {
		this.room = room;
		this.#user = user;
	}

	readonly open: Transport = ({ since }, listener) => {
		const link = new WireLink(this, since, listener);
		this.links.push(link);
		return link;
	};

	/** Lets the room see an opening. */
	admit(since: string | undefined, sink: TestSink): TestReader {
		const caller = member(this.#user);
		return this.room.join(since === undefined ? { caller, sink } : { caller, since, sink });
	}

	/** The newest connection. */
	get link(): WireLink | undefined {
		return this.links.at(-1);
	}

	/** Lets everything arrive that is on its way, and what follows from it. */
	flush(): void {
		for (let round = 0; round < 3; round++)
			for (const link of this.links) {
				link.arriveUp();
				link.arriveDown(Number.POSITIVE_INFINITY);
			}
	}
}
