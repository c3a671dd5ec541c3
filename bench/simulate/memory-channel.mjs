import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { Relay } from "../../src/rooms/core/relay/relay.ts";
import { Room } from "../../src/rooms/core/room.ts";
import { memoryStore } from "../../src/rooms/store/memory-store.ts";
import { settled, VirtualClock } from "./clock.mjs";
import { Wakefulness } from "./wakefulness.mjs";

/** @typedef {import("../../src/door/directions.ts").Directions} Directions */

/** @type {import("../../src/rooms/core/access.ts").Caller} */
const GUEST = { kind: "guest" };

/**
 * One channel as it runs on the platform, without the platform: the room, its relays, and sockets that do nothing but
 * count. What an object would call another for is a call here, and counted too.
 */
export class MemoryChannel {
	clock = new VirtualClock();
	/** Deliveries to relays, by the room and by relays. */
	calls = 0;
	/** Batches that readers were handed, the welcome included, and messages in them. */
	frames = 0;
	messages = 0;
	/** Of relays, to the room. */
	reports = 0;
	/** How long relays had timers. */
	wakefulness = new Wakefulness(this.clock);
	/** How often the room handed over what was due. */
	flushes = 0;
	/** Readers who gave up for now. */
	lost = 0;
	/** @type {Map<string, Relay>} */
	#relays = new Map();
	#sessions = 0;
	#head = "";
	/** @type {(() => void)[]} */
	#leave = [];
	#rules;
	#room;

	/** @param {{ readonly roomSockets: number, readonly relaySockets: number }} limits */
	constructor(limits) {
		this.#rules = { ...DEFAULT_RULES, ...limits, presence: /** @type {const} */ ("off") };
		this.#room = new Room({
			store: memoryStore("memory"),
			rules: this.#rules,
			// Heartbeats are told of each flush, and of each reader that joins: those do not move the head.
			host: { ...this.#host(), announceHead: (cursor) => this.#announced(cursor) },
			origin: { configured: false, send: async () => ({ kind: /** @type {const} */ ("unreachable") }) },
			relays: this.#port(),
		});
	}

	/** The relays that hold sockets, with how many. */
	get held() {
		return new Map([...this.#relays].map(([id, { roster }]) => [id, roster.size]));
	}

	get inRoom() {
		return this.#room.roster.size;
	}

	now() {
		return this.clock.now;
	}

	/**
	 * @param {number} ms
	 * @param {() => void} run
	 */
	after(ms, run) {
		this.clock.after(ms, run);
	}

	/** @type {import("./isolates.mjs").Place["knock"]} */
	knock({ region, relay, full }, answer) {
		if (relay === undefined) answer(this.#ask(region, full));
		else void this.#enter(relay).then(answer);
	}

	lose() {
		this.lost++;
	}

	/**
	 * A reader goes.
	 *
	 * @param {number} random from 0 to 1
	 */
	leave(random) {
		const place = Math.floor(random * this.#leave.length);
		const leave = this.#leave[place];
		this.#leave[place] = this.#leave.at(-1) ?? (() => {});
		this.#leave.pop();
		leave?.();
	}

	/** Publishes a message, and lets what follows from it at once follow. */
	async publish() {
		const published = this.#room.notify([{ name: "message", data: { text: "x".repeat(100) } }]);
		await settled();
		return published;
	}

	/** @param {Room | Relay} object */
	#seat(object) {
		const reader = object.join(this.#arrival(), undefined);
		this.#leave.push(() => object.leave(reader));
	}

	/** @param {string} cursor */
	#announced(cursor) {
		if (cursor !== this.#head) this.flushes++;
		this.#head = cursor;
	}

	/**
	 * @param {string} region
	 * @param {string | undefined} full
	 * @returns {Directions | undefined}
	 */
	#ask(region, full) {
		const relays = this.#room.placeElsewhere(region, full);
		if (relays !== undefined) return { to: "relays", relays };
		this.#seat(this.#room);
		return undefined;
	}

	/**
	 * @param {string} id
	 * @returns {Promise<Directions | undefined>}
	 */
	async #enter(id) {
		const relay = this.#relay(id);
		await relay.prepare(undefined);
		const place = relay.place(GUEST);
		if (place !== "here") return { to: place === "full" ? "other" : "room" };
		this.#seat(relay);
		return undefined;
	}

	/** @param {string} id */
	#relay(id) {
		const found = this.#relays.get(id);
		if (found !== undefined) return found;
		const room = this.#room;
		/** @type {import("../../src/rooms/core/relay/delivery.ts").Uplink} */
		const uplink = {
			enrol: async (relay, roll) => room.enrol(relay, roll),
			report: async (relay, report) => {
				this.reports++;
				return room.report(relay, report);
			},
			page: async (after) => room.page(after),
			acknowledge: async (users) => room.reached(users),
			publish: onlyListens,
			signal: onlyListens,
			call: onlyListens,
		};
		const wakeAt = this.#alarms(() => void relay.alarm());
		const host = { ...this.#host(), after: this.wakefulness.object(), wakeAt };
		const relay = new Relay({ id, rules: this.#rules, host, uplink, port: this.#port() });
		this.#relays.set(id, relay);
		return relay;
	}

	/**
	 * The alarm of an object: one, at the earliest time that it was set for. It keeps nobody awake.
	 *
	 * @param {() => void} alarm
	 */
	#alarms(alarm) {
		let due = Number.POSITIVE_INFINITY;
		return (/** @type {number} */ at) => {
			if (at >= due) return;
			due = at;
			this.clock.after(at - this.clock.now, () => {
				if (due !== at) return;
				due = Number.POSITIVE_INFINITY;
				alarm();
			});
		};
	}

	/** @returns {import("../../src/rooms/core/relay/delivery.ts").RelayPort} */
	#port() {
		return {
			deliver: async (id, delivery) => {
				this.calls++;
				return this.#relay(id).deliver(delivery);
			},
		};
	}

	/** @returns {import("../../src/rooms/core/reader.ts").Arrival} */
	#arrival() {
		const sink = {
			/** @param {import("../../src/rooms/core/encode.ts").Batch} batch */
			deliver: (batch) => {
				this.frames++;
				this.messages += eventsIn(batch);
			},
			buffered: () => 0,
			close: () => {},
			remember: () => {},
			heartbeatAt: () => undefined,
		};
		return { session: `s${++this.#sessions}`, caller: GUEST, sink };
	}

	/** @returns {import("../../src/rooms/core/ports.ts").RoomHost} */
	#host() {
		const { clock } = this;
		return {
			now: () => clock.now,
			after: (ms, run) => clock.after(ms, run),
			durable: async () => {},
			wakeAt: () => {},
			verifyTicket: () => Promise.reject(new Error("there are only guests")),
			sign: async () => "",
			isSigned: async () => false,
			announceHead: () => {},
			announcedHead: () => undefined,
			report: () => undefined,
			onSetBack: () => undefined,
			newId: () => `s${++this.#sessions}`,
			random: () => 0.5,
		};
	}
}

function onlyListens() {
	return Promise.reject(new Error("readers of this channel only listen"));
}

/** @type {WeakMap<import("../../src/rooms/core/encode.ts").Batch, number>} */
const EVENTS = new WeakMap();

/**
 * The same batch goes to all readers, and is looked into once.
 *
 * @param {import("../../src/rooms/core/encode.ts").Batch} batch
 */
function eventsIn(batch) {
	const known = EVENTS.get(batch);
	if (known !== undefined) return known;
	const events = JSON.parse(batch.list()).filter((/** @type {{ type: string }} */ { type }) => type === "event").length;
	EVENTS.set(batch, events);
	return events;
}
