import { type AreaRules, DEFAULT_RULES, type Rates } from "../../src/config/rules.ts";
import { type Cursor, readCursor } from "../../src/protocol/cursor.ts";
import type { Json } from "../../src/protocol/json.ts";
import type { Message } from "../../src/protocol/message.ts";
import { decodeServerFrames, type ServerFrame, type ServerFrames } from "../../src/protocol/server-frames.ts";
import type { Role } from "../../src/protocol/user.ts";
import type { Caller } from "../../src/rooms/core/access.ts";
import type { Batch } from "../../src/rooms/core/encode.ts";
import type { LogStore, Remembered, RoomStore, Sink } from "../../src/rooms/core/ports.ts";
import type { Published } from "../../src/rooms/core/publisher.ts";
import type { Reader } from "../../src/rooms/core/reader.ts";
import type { RelayPort } from "../../src/rooms/core/relay/delivery.ts";
import { Room } from "../../src/rooms/core/room.ts";
import { MemoryLog } from "../../src/rooms/store/memory-log.ts";
import { memoryStore } from "../../src/rooms/store/memory-store.ts";
import { ManualHost } from "./host.ts";
import { Life } from "./life.ts";
import { TestOrigin } from "./origin.ts";

/** What most tests do not look at: who else is there. */
const QUIET: Partial<AreaRules> = { presence: "off" };

/** A time after all that tests live through, so that no sweep takes a reader for silent; milliseconds since 1970. */
const LATER = Date.UTC(2100, 0);

/** A sink that keeps what it is handed. `waiting` is what the network has not taken yet. */
export class TestSink implements Sink {
	readonly batches: Batch[] = [];
	readonly messages: string[] = [];
	waiting = 0;
	closed: { readonly code: number; readonly reason: string } | undefined;

	deliver(batch: Batch): void {
		if (this.closed !== undefined) return;
		if (this.pings) this.heartbeat = Math.max(this.heartbeat ?? 0, LATER) + 1;
		this.batches.push(batch);
		this.messages.push(...batch.messages());
	}

	buffered(): number {
		return this.waiting;
	}

	/** When the last heartbeat was answered, as the test sets it. */
	heartbeat: number | undefined;
	/** Whether a heartbeat follows everything that is delivered, as a client sends it that is behind. */
	pings = false;

	heartbeatAt(): number | undefined {
		return this.heartbeat;
	}

	/** When its reader was last heard of, as that was remembered; the rest that outlives sleep is read from the reader itself. */
	seenAt: number | undefined;

	remember({ seenAt }: Remembered): void {
		this.seenAt = seenAt;
	}

	close(code: number, reason: string): void {
		this.closed ??= { code, reason };
	}
}

/** What holds a reader: a room, or a relay. */
type Holder = Pick<Room, "receive" | "leave">;

/** A socket in a {@link TestRoom}, as its owner sees it. */
export class TestReader {
	readonly room: Holder;
	readonly reader: Reader;
	readonly sink: TestSink;

	constructor(room: Holder, reader: Reader, sink: TestSink) {
		this.room = room;
		this.reader = reader;
		this.sink = sink;
	}

	/** All frames so far. */
	get frames(): ServerFrame[] {
		return this.sink.messages.flatMap(decodeServerFrames);
	}

	/** The frames of one type. */
	of<T extends ServerFrame["type"]>(type: T): ServerFrames[T][] {
		return this.frames.filter((frame): frame is ServerFrames[T] => frame.type === type);
	}

	/** The numbers of the events so far. */
	get seqs(): number[] {
		return this.of("event").map(({ seq }) => seq);
	}

	/** Sends a frame, or a text as it is, and waits until the room is done with it. */
	send(frame: Json | ArrayBuffer): Promise<void> {
		const raw = typeof frame === "string" || frame instanceof ArrayBuffer;
		return this.room.receive(this.reader, raw ? frame : JSON.stringify(frame));
	}

	leave(): void {
		this.room.leave(this.reader);
	}

	/** Sends a heartbeat. */
	ping(): void {
		this.sink.heartbeat = Math.max(this.sink.heartbeat ?? 0, 0) + 1;
	}

	/** Forgets what has come, so that a test looks at what follows only. */
	clear(): void {
		this.sink.batches.length = 0;
		this.sink.messages.length = 0;
	}
}

/** A room in memory, with a clock that the test turns and sinks that the test reads. */
export class TestRoom {
	readonly host = new ManualHost();
	readonly store: LogStore;
	/** What a room stores beside its log. */
	readonly rest: RoomStore = memoryStore();
	/** The app's webhook address, as the test scripts it. */
	readonly origin = new TestOrigin();
	readonly rules: AreaRules;
	room: Room;
	/** The life that the room lives at the moment. */
	life: Life;
	readonly #relays: RelayPort | undefined;
	#sessions = 0;

	constructor({
		store = new MemoryLog("e"),
		relays,
		rates,
		...rules
	}: Partial<Omit<AreaRules, "rates">> & { store?: LogStore; relays?: RelayPort; rates?: Partial<Rates> } = {}) {
		this.#relays = relays;
		this.store = store;
		this.rules = { ...DEFAULT_RULES, ...QUIET, ...rules, rates: { ...DEFAULT_RULES.rates, ...rates } };
		this.life = new Life(this.host);
		this.room = this.#open();
	}

	/** Opens a socket. `since` is a cursor as text. */
	join({
		caller = guest,
		since,
		sink = new TestSink(),
		pings = false,
	}: { caller?: Caller; since?: string; sink?: TestSink; pings?: boolean } = {}): TestReader {
		if (pings) sink.pings = true;
		const session = `s${++this.#sessions}`;
		const reader = this.room.join({ session, caller, sink }, since === undefined ? undefined : readCursor(since));
		return new TestReader(this.room, reader, sink);
	}

	/** What becomes of a room that slept: the same log and sockets, and nothing else. */
	wake(sockets: readonly TestReader[] = []): TestReader[] {
		this.life.end();
		this.life = new Life(this.host);
		this.room = this.#open();
		const arrivals = sockets.map(({ reader: { session, caller, state }, sink }) => ({
			session,
			caller,
			state,
			sink,
			seenAt: sink.seenAt,
		}));
		const readers = this.room.restore(arrivals);
		return sockets.flatMap(({ sink }, index) => {
			const reader = readers[index];
			return reader === undefined ? [] : [new TestReader(this.room, reader, sink)];
		});
	}

	#open(): Room {
		const store = { ...this.rest, log: this.store };
		return new Room({ store, rules: this.rules, host: this.life, origin: this.origin, relays: this.#relays });
	}

	/** Publishes as an origin. */
	notify(...messages: readonly (string | Partial<Message>)[]): Promise<Published[]> {
		const whole = messages.map((one) => (typeof one === "string" ? { name: one } : one));
		return this.room.notify(whole.map((one) => ({ name: "e", data: null, ...one })));
	}

	/** Publishes `count` events of an origin in one go. */
	async fill(count: number, more: Partial<Message> = {}): Promise<void> {
		await this.notify(...Array.from({ length: count }, (_, index) => ({ data: index, ...more })));
	}

	/** Asks with a poll and answers what it says, parsed. */
	async poll({ caller = guest, since, waitMs = 0, hello = false }: PollOptions = {}): Promise<PollAnswer> {
		const cursor: Cursor | undefined = since === undefined ? undefined : readCursor(since);
		const answer = JSON.parse(await this.room.poll(caller, { since: cursor, waitMs, hello })) as {
			cursor: string;
			frames: Json;
		};
		return { cursor: answer.cursor, frames: decodeServerFrames(JSON.stringify(answer.frames)) };
	}
}

interface PollOptions {
	readonly caller?: Caller;
	readonly since?: string;
	readonly waitMs?: number;
	readonly hello?: boolean;
}

export interface PollAnswer {
	readonly cursor: string;
	readonly frames: ServerFrame[];
}

export const guest: Caller = { kind: "guest" };
export const origin: Caller = { kind: "origin" };

export function member(id: string, more: { name?: string; info?: Json; expires?: number; role?: Role } = {}): Caller {
	const { expires = Number.MAX_SAFE_INTEGER, ...user } = more;
	return { kind: "member", user: { id, role: "member", ...user }, expires };
}

/** The numbers of results, and the codes of those that failed. */
export function outcomes(published: readonly Published[]): (number | string)[] {
	return published.map((one) => ("fault" in one ? one.fault.code : one.seq));
}

/** The numbers that frames account for, in the order in which they do; those lost to retention as negative numbers. */
export function accounted(frames: readonly ServerFrame[]): number[] {
	return frames.flatMap((frame) => {
		if (frame.type === "event") return [frame.seq];
		if (frame.type !== "skip") return [];
		const { seq, to = seq, lost = false } = frame;
		return Array.from({ length: to - seq + 1 }, (_, index) => (lost ? -1 : 1) * (seq + index));
	});
}

/** The whole numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
