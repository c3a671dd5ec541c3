import { decodeServerFrames, type Member, type ServerFrame } from "../../../../src/protocol/server-frames.ts";
import { Cluster, type ClusterReader } from "../../../support/cluster.ts";
import { guest, member, origin } from "../../../support/room.ts";
import { noTally, type Tally, type Truth, Witness } from "../../../support/witness.ts";

/** What happened to a world, so that a run that tried nothing does not pass for one that found nothing. */
export interface Work extends Tally {
	/** Connections to relays, and those that came to nothing. */
	relayed: number;
	failed: number;
	slept: number;
	cutOff: number;
	dismissed: number;
	redacted: number;
}

export function noWork(): Work {
	return { ...noTally(), relayed: 0, failed: 0, slept: 0, cutOff: 0, dismissed: 0, redacted: 0 };
}

const USERS = ["ada", "bob", "ada", "cy", "dan", "eve", "bob", "fay"];
const GUESTS = 6;
/** What is left of a sweep's period, the longest pause between tries, and the grace, together. */
const REST_MS = 60_000;
const SWEEP_MS = 120_000;

/** A page, its socket, and who it shows to be there. */
class Page extends Witness {
	socket: ClusterReader | undefined;
	isConnecting = false;
	/** The messages of this connection that have been looked at. */
	looked = 0;
	count: number | undefined;
	members = new Map<string, Member>();

	override take(frame: ServerFrame, truth: Truth, tally: Tally): void {
		super.take(frame, truth, tally);
		const presence = frame.type === "welcome" ? frame.presence : frame.type === "presence" ? frame : undefined;
		if (presence === undefined) return;
		this.count = presence.count;
		if (frame.type === "welcome") this.members.clear();
		if (presence.members !== undefined) this.members = new Map(presence.members.map((one) => [one.id, one]));
		if (frame.type !== "presence") return;
		for (const id of frame.left ?? []) this.members.delete(id);
		for (const one of frame.joined ?? []) this.members.set(one.id, one);
	}
}

export interface WorldOptions {
	readonly presence: "off" | "count" | "members";
	/** How many relays one object calls: with few there are two levels. */
	readonly fanIn: number;
	/** How long calls take, in milliseconds, one after another. */
	readonly latencies: readonly number[];
}

/** A channel with relays, pages that come and go, and what each of them must have been told. Throws where one was told wrong. */
export class World {
	readonly cluster: Cluster;
	readonly pages = [...USERS, ...Array.from({ length: GUESTS }, () => undefined)].map((user) => new Page(user));
	readonly #work: Work;
	/** Of each number: what it says, and who does not get it. */
	readonly #said = new Map<number, { readonly data: string; readonly exclude: readonly string[] }>();
	readonly #redacted = new Set<number>();
	#published = 0;

	constructor(work: Work, { presence, fanIn, latencies }: WorldOptions) {
		this.#work = work;
		const history = { messages: 25, days: 1 };
		this.cluster = new Cluster({ presence, fanIn, history, maxDelayMs: 40, signal: "anyone" });
		let trips = 0;
		this.cluster.network.latency = () => latencies[trips++ % latencies.length] ?? 0;
	}

	/** Begins to connect; how far that gets is a matter of what happens meanwhile. @param at a relay that is remembered */
	connect(index: number, { anew = false, at }: { anew?: boolean; at?: number } = {}): void {
		const page = this.#page(index);
		if (page.socket !== undefined || page.isConnecting) return;
		page.isConnecting = true;
		void this.#connect(page, anew ? undefined : page.position, this.#relay(at));
	}

	disconnect(index: number): void {
		const page = this.#page(index);
		if (page.socket === undefined) return;
		this.cluster.current(page.socket).leave();
		page.socket.sink.close(1000, "");
		this.look();
	}

	async publish(count: number, size: number, exclude: readonly string[] = []): Promise<void> {
		const messages = Array.from({ length: count }, () => ({
			data: `${++this.#published} ${"x".repeat(size)}`,
			...(exclude.length > 0 && { exclude }),
		}));
		const results = await this.cluster.room.notify(...messages);
		for (const [at, result] of results.entries())
			if ("seq" in result) this.#said.set(result.seq, { data: messages[at]?.data ?? "", exclude });
	}

	async redact(back: number): Promise<void> {
		const seq = this.cluster.room.store.head - back;
		if (!this.#said.has(seq)) return;
		const redacted = await this.cluster.room.room.redact(origin, { seqs: [seq] });
		for (const one of redacted) this.#redacted.add(one);
		this.#work.redacted += redacted.length;
	}

	signal(): void {
		this.cluster.room.room.signal(guest, "wave", null);
	}

	/** Bans a user, or lifts the ban. */
	ban(user: string, isBanned: boolean): void {
		this.cluster.room.room.moderate(origin, { user, banMs: isBanned ? Number.MAX_SAFE_INTEGER / 2 : 0 });
	}

	async replay(index: number, back: number): Promise<void> {
		const page = this.#page(index);
		const { socket } = page;
		if (socket === undefined || page.position === undefined) return;
		page.position = Math.max(0, page.position - back);
		await this.cluster.current(socket).send({ type: "replay", after: page.position });
	}

	kill(at: number): void {
		const id = this.#relay(at);
		if (id !== undefined) this.cluster.kill(id);
	}

	/** Cuts a relay off from those that call it, or lets it be reached again. */
	cut(at: number, isCut: boolean): void {
		const id = this.#relay(at);
		if (id === undefined) return;
		if (isCut) this.cluster.unreachable.add(id);
		else this.cluster.unreachable.delete(id);
		this.#work.cutOff++;
	}

	cutRoom(isCut: boolean): void {
		this.cluster.roomIsReachable = !isCut;
		this.#work.cutOff++;
	}

	/** Has a relay sleep and wake, if it is in a state in which it can sleep. */
	sleep(at: number): void {
		const id = this.#relay(at);
		if (id === undefined || !this.cluster.canSleep(id)) return;
		this.cluster.sleep(id);
		this.#work.slept++;
	}

	sleepRoom(): void {
		if (!this.cluster.canSleep()) return;
		this.cluster.sleepRoom();
		this.#work.slept++;
	}

	crashRoom(): void {
		this.cluster.crashRoom();
	}

	async flow(ms: number): Promise<void> {
		await this.cluster.flow(ms);
	}

	/** A sweep's period goes by, and the alarms run. */
	async sweep(): Promise<void> {
		await this.cluster.flow(SWEEP_MS);
		await this.cluster.alarm();
	}

	/** Looks at what has come since the last look. */
	look(): void {
		for (const page of this.pages) {
			const { socket } = page;
			if (socket === undefined) continue;
			const { messages } = socket.sink;
			const frames = messages.slice(page.looked).flatMap(decodeServerFrames);
			for (const frame of frames) page.take(frame, this.#truth, this.#work);
			page.looked = messages.length;
			if (socket.sink.closed === undefined) continue;
			if (socket.sink.closed.code !== 1000) this.#work.dismissed++;
			page.socket = undefined;
		}
	}

	/** Lets everything be reached again and come to rest; then all must have everything, and know who is there. */
	async settle(): Promise<void> {
		this.cutRoom(false);
		this.cluster.unreachable.clear();
		await this.cluster.flow(REST_MS);
		await this.cluster.alarm();
		await this.cluster.flow(REST_MS);
		this.look();
		this.#allStandAtTheHead();
		// What a relay that died held is given up in the end.
		for (let sweeps = 0; sweeps < 6; sweeps++) await this.sweep();
		await this.cluster.flow(REST_MS);
		this.look();
		this.#allStandAtTheHead();
		this.#allKnowWhoIsThere();
		if (this.cluster.host.timers > 0) throw new Error(`${this.cluster.host.timers} timers are left`);
		await this.#nobodyGetsWhatIsRedacted();
	}

	async #connect(page: Page, since: number | undefined, relay: string | undefined): Promise<void> {
		const caller = page.user === undefined ? guest : member(page.user);
		const options = { caller, ...(since !== undefined && { since: `e:${since}` }) };
		try {
			const found = relay === undefined ? "room" : await this.cluster.joinRelay(relay, options);
			const socket = typeof found === "string" ? await this.cluster.join(options) : found;
			if (socket.relay !== undefined) this.#work.relayed++;
			Object.assign(page, { socket, since, looked: 0 });
		} catch {
			this.#work.failed++;
		}
		page.isConnecting = false;
	}

	get #truth(): Truth {
		return {
			floor: this.cluster.room.room.log.floor,
			isHidden: (seq, user) => user !== undefined && this.#said.get(seq)?.exclude.includes(user) === true,
			isRedacted: (seq) => this.#redacted.has(seq),
			isRight: ({ seq, name, data }) => name === "parlour.redact" || this.#said.get(seq)?.data === data,
		};
	}

	#allStandAtTheHead(): void {
		const { head } = this.cluster.room.store;
		for (const { user, socket, position } of this.pages)
			if (socket !== undefined && position !== head)
				throw new Error(`${user} at ${socket.relay} stands at ${position} and the log at ${head}`);
	}

	#allKnowWhoIsThere(): void {
		const { presence } = this.cluster.room.rules;
		const there = this.pages.filter(({ socket }) => socket !== undefined);
		const users = [...new Set(there.flatMap(({ user }) => user ?? []))].toSorted();
		const count = users.length + there.filter(({ user }) => user === undefined).length;
		if (presence === "off") return;
		const known = this.cluster.room.room.presence(origin);
		if (known.count !== count) throw new Error(`the room counts ${known.count} where ${count} are there`);
		for (const page of there) {
			const at = `${page.user} at ${page.socket?.relay}`;
			if (page.count !== count) throw new Error(`${at} shows ${page.count} where ${count} are there`);
			const shown = [...page.members.keys()].toSorted();
			if (presence === "members" && shown.join() !== users.join())
				throw new Error(`${at} shows ${shown.join()} where ${users.join()} are there`);
		}
	}

	/** Those who come now find no text that was redacted, and no user who is banned is there. */
	async #nobodyGetsWhatIsRedacted(): Promise<void> {
		const { room } = this.cluster.room;
		const since = `e:${room.log.floor}`;
		const joining = this.cluster.relays.map((id) => this.cluster.joinRelay(id, { since }));
		await this.cluster.flow(10_000);
		for (const probe of await Promise.all(joining)) {
			if (typeof probe === "string") continue;
			const shown = probe.seqs.find((seq) => this.#redacted.has(seq));
			if (shown !== undefined) throw new Error(`${shown} was redacted, and ${probe.relay} shows it`);
			if (probe.reader.position !== room.log.head) throw new Error(`a newcomer stands at ${probe.reader.position}`);
			probe.leave();
		}
		for (const user of new Set(USERS)) {
			const caller = member(user);
			if (isRefused(() => room.assertAdmits(caller)) && this.pages.some((page) => page.user === user && page.socket))
				throw new Error(`${user} is banned and there`);
		}
	}

	#page(index: number): Page {
		const page = this.pages[index % this.pages.length];
		if (page === undefined) throw new Error("no such page");
		return page;
	}

	#relay(at: number | undefined): string | undefined {
		const { relays } = this.cluster;
		return at === undefined ? undefined : relays[at % relays.length];
	}
}

function isRefused(task: () => void): boolean {
	try {
		task();
		return false;
	} catch {
		return true;
	}
}
