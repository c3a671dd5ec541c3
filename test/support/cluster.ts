import type { AreaRules } from "../../src/config/rules.ts";
import { readCursor } from "../../src/protocol/cursor.ts";
import type { Caller } from "../../src/rooms/core/access.ts";
import type { Reader } from "../../src/rooms/core/reader.ts";
import type { RelayPort, Uplink } from "../../src/rooms/core/relay/delivery.ts";
import type { Room } from "../../src/rooms/core/room.ts";
import { Relay } from "../../src/rooms/core/relay/relay.ts";
import { type ManualHost, turn } from "./host.ts";
import { RelayLife } from "./life.ts";
import { Network } from "./network.ts";
import { guest, TestReader, TestRoom, TestSink } from "./room.ts";

interface Live {
	relay: Relay;
	life: RelayLife;
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

/** What the room is called on the way to it. */
const ROOM = "room";

/** A room in memory with its relays, each an object that can sleep, die and be out of reach; calls between them are copies. */
export class Cluster {
	readonly room: TestRoom;
	readonly network: Network;
	readonly #live = new Map<string, Live>();
	/** Relays that cannot be reached. */
	readonly unreachable = new Set<string>();
	/** Whether relays can reach the room. */
	roomIsReachable = true;
	/** What was called, `deliver:weur.0` or `page`. */
	readonly calls: string[] = [];
	readonly #fanIn: number | undefined;
	#atRoom: ClusterReader[] = [];
	#sessions = 0;

	/** @param options `fanIn`: how many relays one object calls */
	constructor({ fanIn, ...rules }: Partial<AreaRules> & { fanIn?: number } = {}) {
		this.#fanIn = fanIn;
		this.room = new TestRoom({ roomSockets: 2, relaySockets: 3, relays: this.#port(ROOM), ...rules });
		this.network = new Network(this.host, (name) => (name === ROOM ? this.room.life : this.#at(name).life));
		this.network.isCut = (_, to) => (to === ROOM ? !this.roomIsReachable : this.unreachable.has(to));
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

	/** Lets time go by from one thing that is due to the next. */
	async flow(ms: number): Promise<void> {
		const end = this.host.now() + ms;
		for (;;) {
			await turn();
			const next = this.host.nextTimer;
			if (next === undefined || next > end) break;
			this.host.advance(Math.max(0, next - this.host.now()));
		}
		this.host.advance(Math.max(0, end - this.host.now()));
	}

	/** Opens a socket where a Worker would. */
	async join({ caller = guest, since, region = "any" }: JoinOptions = {}): Promise<ClusterReader> {
		let full: string | undefined;
		for (let hop = 0; hop < 10; hop++) {
			await this.network.travel();
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
	async joinRelay(id: string, options: JoinOptions = {}): Promise<ClusterReader | "room" | "full"> {
		await this.network.travel();
		return this.network.attend([id], () => this.#joinRelay(id, options));
	}

	/** A relay goes down: its sockets are gone without a word, and whoever asks for it finds a new one. */
	kill(id: string): void {
		const live = this.#live.get(id);
		if (live === undefined) return;
		live.life.end();
		for (const { sink } of live.readers) sink.close(1006, "");
		this.#live.delete(id);
	}

	/** Whether an object has nothing under way, and would fall asleep. */
	canSleep(id?: string): boolean {
		const life = id === undefined ? this.room.life : this.#at(id).life;
		return life.timers === 0 && !this.network.isBusy(id ?? ROOM);
	}

	/** A relay falls asleep and wakes: its sockets and its heartbeat are as they were, and nothing else is. */
	sleep(id: string): ClusterReader[] {
		const { life, readers, relay } = this.#at(id);
		life.end();
		const open = readers.filter(({ sink, reader }) => sink.closed === undefined && relay.roster.has(reader));
		const awake = this.#open(id, life.announced);
		const sockets = open.map(({ reader: { session, caller, state }, sink }) => ({
			session,
			caller,
			state,
			sink,
			seenAt: sink.seenAt,
		}));
		const restored = awake.relay.restore(sockets);
		awake.readers = restored.flatMap((reader, index) => {
			const sink = open[index]?.sink;
			return sink === undefined ? [] : [new ClusterReader(awake.relay, reader, sink, id)];
		});
		return awake.readers;
	}

	/** The room falls asleep and wakes, with its sockets. */
	sleepRoom(): ClusterReader[] {
		const { room } = this.room;
		const open = this.#atRoom.filter(({ sink, reader }) => sink.closed === undefined && room.roster.has(reader));
		this.#atRoom = this.room
			.wake(open)
			.map(({ reader, sink }) => new ClusterReader(this.room.room, reader, sink, undefined));
		return this.#atRoom;
	}

	/** The room goes down: what it has stored is all that is left. */
	crashRoom(): void {
		for (const { sink } of this.#atRoom) sink.close(1006, "");
		this.#atRoom = [];
		this.host.announced.length = 0;
		this.room.wake();
	}

	/** A socket as it is now: its object may have slept since. */
	current(socket: ClusterReader): ClusterReader {
		const there = socket.relay === undefined ? this.#atRoom : (this.#live.get(socket.relay)?.readers ?? []);
		return there.find(({ sink }) => sink === socket.sink) ?? socket;
	}

	/** Runs the alarms that are due at all objects. */
	async alarm(): Promise<void> {
		this.room.room.alarm();
		for (const { relay } of this.#live.values()) void relay.alarm().catch(() => undefined);
		await this.settle();
	}

	async #joinRelay(id: string, { caller = guest, since }: JoinOptions): Promise<ClusterReader | "room" | "full"> {
		const live = this.#at(id);
		const cursor = since === undefined ? undefined : readCursor(since);
		await live.relay.prepare(cursor);
		if (live.life.isOver) throw new Error("reset");
		const entry = live.relay.rules.readHistory ? undefined : await live.relay.entry(cursor);
		const place = live.relay.place(caller);
		if (place !== "here") return place;
		const sink = new TestSink();
		sink.pings = true;
		const reader = live.relay.join({ session: `relayed${++this.#sessions}`, caller, sink }, cursor, entry);
		const socket = new ClusterReader(live.relay, reader, sink, id);
		live.readers.push(socket);
		return socket;
	}

	#joinRoom(options: { caller: Caller; since: string | undefined }): ClusterReader {
		const { reader, sink } = this.room.join({
			caller: options.caller,
			pings: true,
			...(options.since && { since: options.since }),
		});
		const socket = new ClusterReader(this.room.room, reader, sink, undefined);
		this.#atRoom.push(socket);
		return socket;
	}

	#at(id: string): Live {
		const found = this.#live.get(id);
		if (found !== undefined) return found;
		const live = this.#open(id);
		live.relay.restore([]);
		return live;
	}

	#open(id: string, announced?: string[]): Live {
		const life = new RelayLife(this.host, announced);
		const relay = new Relay({ id, rules: this.room.rules, host: life, uplink: this.#uplink(id), port: this.#port(id) });
		const live = { relay, life, readers: [] };
		this.#live.set(id, live);
		return live;
	}

	#port(from: string): RelayPort {
		return {
			...(this.#fanIn !== undefined && { fanIn: this.#fanIn }),
			deliver: (to, delivery) => {
				this.calls.push(`deliver:${to}`);
				const copy = structuredClone(delivery);
				return this.network.call({ from, to, inOrder: true }, () => this.#at(to).relay.deliver(copy));
			},
		};
	}

	#uplink(from: string): Uplink {
		const call = <T>(name: string, task: (room: Room) => T | Promise<T>): Promise<T> => {
			this.calls.push(name);
			return this.network.call({ from, to: ROOM }, () => task(this.room.room));
		};
		return {
			enrol: (id, roll) => {
				const copy = structuredClone(roll);
				return call("enrol", (room) => structuredClone(room.enrol(id, copy)));
			},
			report: (id, report) => {
				const copy = structuredClone(report);
				return call("report", (room) => structuredClone(room.report(id, copy)));
			},
			page: (after) => call("page", (room) => structuredClone(room.page(after))),
			publish: (caller, message) => call("publish", (room) => room.publish(caller, message)),
			signal: (caller, { name, data, session }) =>
				call("signal", (room) => room.signal(caller, name, data, { session })),
			call: (caller, question, session) => call("call", (room) => room.call(caller, question, session)),
			acknowledge: (reached) => call("acknowledge", (room) => room.reached(reached)),
		};
	}
}

interface JoinOptions {
	readonly caller?: Caller;
	readonly since?: string | undefined;
	readonly region?: string;
}
