import type { AreaRules } from "../../src/config/rules.ts";
import { readCursor } from "../../src/protocol/cursor.ts";
import type { Caller } from "../../src/rooms/core/access.ts";
import type { RoomHost } from "../../src/rooms/core/ports.ts";
import type { Reader } from "../../src/rooms/core/reader.ts";
import type { RelayPort, Uplink } from "../../src/rooms/core/relay/delivery.ts";
import { Relay } from "../../src/rooms/core/relay/relay.ts";
import { type ManualHost, turn } from "./host.ts";
import { guest, TestReader, TestRoom, TestSink } from "./room.ts";

/** A relay's surroundings: the room's clock, and a heartbeat and a life of its own. */
class RelayHost implements RoomHost {
	readonly #host: ManualHost;
	readonly announced: string[];
	alive = true;
	wake: number | undefined;

	constructor(host: ManualHost, announced: string[] = []) {
		this.#host = host;
		this.announced = announced;
	}

	now(): number {
		return this.#host.now();
	}

	after(ms: number, run: () => void): () => void {
		return this.#host.after(ms, () => {
			if (this.alive) run();
		});
	}

	durable(): Promise<void> {
		return Promise.resolve();
	}

	wakeAt(at: number): void {
		if (Number.isFinite(at) && (this.wake === undefined || at < this.wake)) this.wake = at;
	}

	verifyTicket(ticket: string): Promise<Caller> {
		return this.#host.verifyTicket(ticket);
	}

	announceHead(cursor: string): void {
		if (this.announced.at(-1) !== cursor) this.announced.push(cursor);
	}

	announcedHead(): string | undefined {
		return this.announced.at(-1);
	}

	newId(): string {
		return this.#host.newId();
	}

	random(): number {
		return 0.5;
	}
}

interface Live {
	relay: Relay;
	host: RelayHost;
	readers: ClusterReader[];
}

/** A socket somewhere in a {@link Cluster}. */
export class ClusterReader extends TestReader {
	/** The relay that holds it, or `undefined` where the room does. */
	readonly relay: string | undefined;

	constructor(
		owner: { leave(reader: Reader): void; receive(reader: Reader, data: string | ArrayBuffer): Promise<void> },
		reader: Reader,
		sink: TestSink,
		relay: string | undefined,
	) {
		super(owner, reader, sink);
		this.relay = relay;
	}
}

/** A room in memory with its relays, each an object that can sleep, die and be out of reach; calls between them are copies. */
export class Cluster {
	readonly room: TestRoom;
	readonly #live = new Map<string, Live>();
	/** Relays that cannot be reached. */
	readonly unreachable = new Set<string>();
	/** Whether relays can reach the room. */
	roomIsReachable = true;
	/** What was called, `deliver:weur.0` or `page`. */
	readonly calls: string[] = [];
	#sessions = 0;

	constructor(rules: Partial<AreaRules> = {}) {
		this.room = new TestRoom({ roomSockets: 2, relaySockets: 3, relays: this.#port(), ...rules });
	}

	get host(): ManualHost {
		return this.room.host;
	}

	/** The relays that are there. */
	get relays(): string[] {
		return [...this.#live.keys()];
	}

	relay(id: string): Relay {
		return this.#at(id).relay;
	}

	/** How many sockets a relay holds. */
	held(id: string): number {
		return this.#live.get(id)?.relay.roster.size ?? 0;
	}

	/** Lets all calls arrive and be answered; time stands still. */
	async settle(): Promise<void> {
		for (let round = 0; round < 8; round++) await turn();
	}

	/** Lets time go by in steps. */
	async pass(ms: number, step = 100): Promise<void> {
		for (let passed = 0; passed < ms; passed += step) {
			this.host.advance(step);
			await this.settle();
		}
	}

	/** Opens a socket where a Worker would. */
	async join({ caller = guest, since, region = "any" }: JoinOptions = {}): Promise<ClusterReader> {
		let full: string | undefined;
		for (let hop = 0; hop < 10; hop++) {
			this.room.room.assertAdmits(caller);
			const [id] = this.room.room.placeElsewhere(region, full) ?? [];
			if (id === undefined) return this.#joinRoom({ caller, since });
			const place = await this.joinRelay(id, { caller, since });
			if (place instanceof ClusterReader) return place;
			full = place === "full" ? id : undefined;
		}
		throw new Error("sent on and on");
	}

	/** Opens a socket at the relay that the room names first. */
	async joinRelayAfterPlacing(options: JoinOptions = {}): Promise<ClusterReader> {
		const [id = ""] = this.room.room.placeElsewhere(options.region ?? "any") ?? [];
		const joined = await this.joinRelay(id, options);
		if (!(joined instanceof ClusterReader)) throw new Error(`sent to ${joined}`);
		return joined;
	}

	/** Opens a socket at a relay, as a Worker does that has learnt of it a moment ago; answers where it is sent instead. */
	async joinRelay(id: string, { caller = guest, since }: JoinOptions = {}): Promise<ClusterReader | "room" | "full"> {
		const live = this.#at(id);
		const cursor = since === undefined ? undefined : readCursor(since);
		await live.relay.prepare(cursor);
		const place = live.relay.place(caller);
		if (place !== "here") return place;
		const sink = new TestSink();
		const reader = live.relay.join({ session: `relayed${++this.#sessions}`, caller, sink }, cursor);
		const socket = new ClusterReader(live.relay, reader, sink, id);
		live.readers.push(socket);
		return socket;
	}

	/** A relay goes down: its sockets are gone without a word, and whoever asks for it finds a new one. */
	kill(id: string): void {
		const live = this.#live.get(id);
		if (live === undefined) return;
		live.host.alive = false;
		for (const { sink } of live.readers) sink.close(1006, "");
		this.#live.delete(id);
	}

	/** A relay falls asleep and wakes: its sockets and its heartbeat are as they were, and nothing else is. */
	sleep(id: string): ClusterReader[] {
		const { host, readers, relay } = this.#at(id);
		host.alive = false;
		const open = readers.filter(({ sink, reader }) => sink.closed === undefined && relay.roster.has(reader));
		const awake = this.#open(id, host.announced);
		const sockets = open.map(({ reader: { session, caller, state }, sink }) => ({ session, caller, state, sink }));
		const restored = awake.relay.restore(sockets);
		awake.readers = restored.flatMap((reader, index) => {
			const sink = open[index]?.sink;
			return sink === undefined ? [] : [new ClusterReader(awake.relay, reader, sink, id)];
		});
		return awake.readers;
	}

	/** Runs the alarms that are due at all objects. */
	async alarm(): Promise<void> {
		this.room.room.alarm();
		for (const { relay } of this.#live.values()) await relay.alarm().catch(() => undefined);
		await this.settle();
	}

	#joinRoom(options: { caller: Caller; since: string | undefined }): ClusterReader {
		const { reader, sink } = this.room.join({ caller: options.caller, ...(options.since && { since: options.since }) });
		return new ClusterReader(this.room.room, reader, sink, undefined);
	}

	#at(id: string): Live {
		const found = this.#live.get(id);
		if (found !== undefined) return found;
		const live = this.#open(id);
		live.relay.restore([]);
		return live;
	}

	#open(id: string, announced?: string[]): Live {
		const host = new RelayHost(this.host, announced);
		const uplink = this.#uplink();
		const relay = new Relay({ id, rules: this.room.rules, host, uplink, port: this.#port() });
		const live = { relay, host, readers: [] };
		this.#live.set(id, live);
		return live;
	}

	#port(): RelayPort {
		return {
			deliver: async (id, delivery) => {
				this.calls.push(`deliver:${id}`);
				const copy = structuredClone(delivery);
				await Promise.resolve();
				if (this.unreachable.has(id)) throw new Error("out of reach");
				return this.#at(id).relay.deliver(copy);
			},
		};
	}

	#uplink(): Uplink {
		const call = async <T>(name: string, task: () => T | Promise<T>): Promise<T> => {
			this.calls.push(name);
			await Promise.resolve();
			if (!this.roomIsReachable) throw new Error("out of reach");
			return task();
		};
		return {
			enrol: (id, roll) => call("enrol", () => structuredClone(this.room.room.enrol(id, structuredClone(roll)))),
			report: (id, report) => call("report", () => structuredClone(this.room.room.report(id, structuredClone(report)))),
			page: (after) => call("page", () => structuredClone(this.room.room.page(after))),
			publish: (caller, message) => call("publish", () => this.room.room.publish(caller, message)),
			signal: (caller, { name, data, session }) =>
				call("signal", () => this.room.room.signal(caller, name, data, { session })),
			call: (caller, question, session) => call("call", () => this.room.room.call(caller, question, session)),
			acknowledge: (reached) => call("acknowledge", () => this.room.room.reached(reached)),
		};
	}
}

interface JoinOptions {
	readonly caller?: Caller;
	readonly since?: string | undefined;
	readonly region?: string;
}
