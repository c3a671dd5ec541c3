import type { AreaRules } from "../../../config/rules.ts";
import type { FaultCode } from "../../../protocol/faults.ts";
import { type Cursor, formatCursor, readCursor } from "../../../protocol/cursor.ts";
import type { Json } from "../../../protocol/json.ts";
import type { Message } from "../../../protocol/message.ts";
import type { Caller } from "../access.ts";
import { Agenda } from "../agenda.ts";
import type { Call } from "../calls.ts";
import { CatchUp } from "../catch-up.ts";
import { Batch, encodeFrame } from "../encode.ts";
import { announce } from "../announce.ts";
import { Entries, type Entry, extentFor, goodCursor } from "../entries.ts";
import { Fanout } from "../fanout.ts";
import { frameHandlers, type RoomActions } from "../handlers.ts";
import { type Inbound, receive } from "../inbound.ts";
import { dismissGuests } from "../moderator.ts";
import type { RoomHost } from "../ports.ts";
import type { Published } from "../publisher.ts";
import { type Arrival, type Reader, socketReader, userIdOf } from "../reader.ts";
import { type Extent, planResume, seqOf } from "../resume.ts";
import { Roster } from "../roster.ts";
import type { Sanctions } from "../sanctions.ts";
import { renewTicket, takeState } from "../session.ts";
import { dismiss, hear, setBack, sweep, wakeReaders } from "../sweep.ts";
import { Throttle } from "../throttle.ts";
import { encodeWelcome } from "../welcome.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { Children } from "./children.ts";
import type { Delivered, Delivery, Order, RelayPort, Standing, Uplink } from "./delivery.ts";
import { type Enrolled, Membership } from "./membership.ts";
import { Tail } from "./tail.ts";
import { withoutText } from "./without-text.ts";

/** How long a flush may be on its way when a report's answer has overtaken it, in milliseconds. */
const LATE_MS = 1_000;

export interface RelayParts {
	readonly id: string;
	readonly rules: AreaRules;
	readonly host: RoomHost;
	readonly uplink: Uplink;
	/** The way to relays under this one. */
	readonly port: RelayPort;
}

/**
 * Holds sockets for a channel whose room has enough of them. It passes on what the room flushes, replays from its memory
 * what readers missed, and hands what readers ask for up to the room, which decides it. It stores nothing: what it forgets
 * in its sleep it asks the room for.
 */
export class Relay implements RoomActions {
	readonly rules: AreaRules;
	readonly roster = new Roster();
	readonly #host: RoomHost;
	readonly #uplink: Uplink;
	readonly #tail: Tail;
	readonly #fanout: Fanout;
	readonly #throttle: Throttle;
	readonly #catchUp: CatchUp;
	readonly #children: Children;
	readonly #membership: Membership;
	readonly #entries: Entries;
	readonly #acknowledgements: Acknowledgements;
	readonly #inbound: Inbound;
	readonly #agenda: Agenda;
	/** Whether this life began with no sockets: then what the last one had yet to pass on may be lost. */
	#isReborn = true;

	constructor({ id, rules, host, uplink, port }: RelayParts) {
		this.rules = rules;
		this.#host = host;
		this.#uplink = uplink;
		this.#tail = new Tail((after) => uplink.page(after), host);
		this.#throttle = new Throttle(rules.rates, host);
		const throttle = this.#throttle;
		const onGivenUp = (reader: Reader) => this.leave(reader);
		this.#catchUp = new CatchUp({ log: this.#tail, host, budget: throttle, onGivenUp });
		this.#entries = new Entries({ host, log: this.#tail, plainUntil: () => this.#membership.plainUntil });
		this.#fanout = this.#makeFanout();
		this.#children = new Children({ port, host, standing: this.#tail });
		this.#acknowledgements = new Acknowledgements(host, uplink);
		this.#membership = new Membership({
			id,
			host,
			rules,
			uplink,
			roster: this.roster,
			onStanding: (standing, isNow) => (isNow ? this.#stand(standing) : this.#check(standing)),
			onEnrolled: (enrolled) => this.#enrolled(enrolled),
		});
		this.#inbound = { handlers: frameHandlers(this, host), throttle, maxBytes: rules.messageBytes };
		this.#agenda = new Agenda({ host, roster: this.roster, attended: () => this.roster.size > 0, others: () => [] });
		host.onSetBack(() => this.#setBack());
	}

	/** Takes back the sockets after sleep; they stand where heartbeats were last told. */
	restore(sockets: readonly Arrival[]): Reader[] {
		const announced = this.#host.announcedHead();
		const at: Cursor = announced === undefined ? { epoch: "", seq: 0 } : readCursor(announced);
		this.#tail.reset({ epoch: at.epoch, head: at.seq, floor: 0 });
		this.#fanout.skip(at.seq);
		const readers = wakeReaders(sockets, at.seq, this.rules);
		for (const reader of readers) this.roster.add(reader);
		setBack(this.roster, this.#host.now());
		this.#isReborn = readers.length === 0;
		if (readers.length > 0) this.#agenda.renew();
		return readers;
	}

	/** Makes ready for a reader with this cursor: a relay that has just begun, or is behind the reader, asks the room first. */
	async prepare(since: Cursor | undefined): Promise<void> {
		await this.#membership.ready(since, this.#tail);
	}

	/** Where a reader is to go. @throws FaultError `banned`, or `rate_limited` */
	place(caller: Caller): "here" | "room" | "full" {
		if (!this.#membership.seated) return "room";
		this.#sanctions.assertNotBanned(caller);
		this.#throttle.request(caller);
		return this.roster.size < this.rules.relaySockets ? "here" : "full";
	}

	/** Returns where a newcomer with a cursor was let in, if it may not read what was before. To be asked before it joins. */
	async entry(since: Cursor | undefined): Promise<Entry | undefined> {
		return this.rules.readHistory ? undefined : this.#entries.of(since);
	}

	/** Takes a socket in: a welcome first, then what it missed. To be called in the turn of {@link place}. */
	join(socket: Arrival, since: Cursor | undefined, entry?: Entry): Reader {
		const extent = this.#extentFor(since);
		const isClosed = !this.rules.readHistory && entry === undefined;
		const good = isClosed ? undefined : goodCursor(since, entry, extent);
		const plan = planResume(good, extentFor(extent, entry));
		const reader = socketReader(socket, { position: plan.from, seenAt: this.#host.now(), rules: this.rules });
		const { presence } = this.#membership;
		const welcome = encodeWelcome(reader, plan, { cursor: this.#cursor(entry?.proof), rules: this.rules, presence });
		reader.sink.deliver(new Batch([welcome]), plan.from);
		this.#throttle.read(reader.caller, welcome.length);
		this.roster.add(reader);
		this.#announce();
		this.#catchUp.serve(reader);
		this.#agenda.joined(reader);
		this.#membership.changed(reader, { full: this.roster.size >= this.rules.relaySockets });
		return reader;
	}

	leave(reader: Reader): void {
		if (!this.roster.remove(reader)) return;
		this.#catchUp.forget(reader);
		this.#membership.gone(reader);
	}

	/** Takes a flush of the room, and passes it on. All that it does is done in this turn; the answer may take longer. */
	async deliver(delivery: Delivery): Promise<Delivered> {
		const { epoch, floor, orders, paceMs, roll, resync } = delivery;
		this.#membership.paceMs = paceMs;
		if (epoch !== this.#tail.epoch) this.#stand({ epoch, floor, head: delivery.after });
		for (const order of orders) this.#obey(order);
		if (resync) this.#tail.forget();
		const flush = withoutText(delivery, orders);
		const known = this.#tail.head;
		this.#tail.append(flush);
		this.#tail.advance({ head: flush.to, floor });
		const items = flush.items.filter(({ seq }) => seq === undefined || seq > known);
		for (const { seq, frame } of items) if (seq === undefined && frame !== null) this.#membership.heard(frame);
		// Those further down have the longer way.
		this.#children.pass({ ...delivery, ...flush, resync: resync || this.#isReborn });
		this.#isReborn = false;
		this.#fanout.pass({ items, after: Math.max(flush.after, known), to: this.#tail.head });
		// Some were lost on the way: the readers who miss them get them from the room.
		if (flush.after > known) this.#serveAll();
		const last = orders.findLast((order) => order.kind === "end");
		if (last !== undefined) this.#end(last);
		// One that has begun its life with nobody says so at once: the room may know of readers who went down with the last.
		else if (roll || resync || (this.roster.size === 0 && !this.#membership.hasTold)) this.#membership.recall(resync);
		else this.#membership.tick();
		// Answered when it has been sent, so that whoever calls sees how far this relay is behind.
		await this.#fanout.drained;
		return { sockets: this.roster.size };
	}

	/** Takes a frame from a socket and answers it on that socket. Never throws. */
	async receive(reader: Reader, data: string | ArrayBuffer): Promise<void> {
		if (!this.roster.has(reader)) return;
		hear(reader, this.#host.now());
		const answer = await receive(reader, data, this.#inbound);
		if (answer !== undefined) reader.sink.deliver(new Batch([answer]), reader.position);
	}

	/** @throws FaultError */
	async publish(caller: Caller, message: Message): Promise<Published> {
		const published = await this.#uplink.publish(caller, message);
		// The room counts all sockets of a relay; the author's own is one of them.
		return "fault" in published ? published : { ...published, recipients: Math.max(0, published.recipients - 1) };
	}

	/** @throws FaultError */
	signal(caller: Caller, name: string, data: Json, { session }: Reader): Promise<void> {
		return this.#uplink.signal(caller, { name, data, session });
	}

	/** @throws FaultError */
	call(caller: Caller, call: Call, session: string): Promise<Json> {
		return this.#uplink.call(caller, call, session);
	}

	/** Serves a socket again from a position that it names: it saw a hole. @throws FaultError */
	replay(reader: Reader, after: string | number): void {
		reader.position = seqOf(typeof after === "string" ? readCursor(after) : after, this.#tail);
		this.#catchUp.serve(reader);
	}

	/** @throws FaultError `ticket_expired`, `banned`, `muted` */
	async setState(reader: Reader, state: Json): Promise<void> {
		this.#throttle.signal(reader.caller, JSON.stringify(state).length);
		await this.#membership.informed();
		// A ban, or its peer, may have ended it meanwhile.
		if (!this.roster.has(reader)) return;
		this.#sanctions.assertMaySpeak(reader.caller);
		takeState(reader, state, { roster: this.roster, nowMs: this.#host.now() });
		this.#membership.changed(reader);
	}

	/** @throws FaultError `forbidden` */
	renew(reader: Reader, caller: Caller): void {
		renewTicket(reader, caller);
		this.#membership.changed(reader);
		this.#agenda.joined(reader);
	}

	acknowledge(caller: Caller, seq: number): void {
		if (caller.kind === "member" && seq <= this.#tail.head) this.#acknowledgements.add(caller.user.id, seq);
	}

	/** The clock was set back: what is due is done at once, and nothing waits for the time that was. */
	#setBack(): void {
		setBack(this.roster, this.#host.now());
		this.#announce();
		// The next sweep asks again.
		this.alarm().catch(() => undefined);
	}

	/** Does what time asks for: silent sockets, tickets that ran out, and whether the room still knows of this relay. */
	async alarm(): Promise<void> {
		sweep(this.roster, this.#host.now(), (reader, code) => this.#dismiss(reader, code));
		this.#agenda.renew({ swept: true });
		if (this.roster.size > 0 || !this.#membership.hasTold) await this.#membership.report();
	}

	/** How far the log reaches for a reader: one who was at the room may have seen what is yet to be passed on. */
	#extentFor(since: Cursor | undefined): Extent {
		const { epoch, head, floor } = this.#tail;
		const hasSeen = since !== undefined && since.seq <= this.#membership.stored;
		return { epoch, floor, head: hasSeen ? Math.max(head, since.seq) : head };
	}

	get #sanctions(): Sanctions {
		return this.#membership.sanctions;
	}

	#cursor(proof?: string): string {
		return formatCursor(this.#tail.epoch, this.#tail.head, proof);
	}

	/** The room's log stands further than what has come: that may be on its way, or may have been lost. */
	#check(standing: Standing): void {
		const isBehind = standing.epoch === this.#tail.epoch && standing.head > this.#tail.head;
		if (!isBehind) return this.#stand(standing);
		this.#host.after(LATE_MS, () => {
			if (standing.epoch === this.#tail.epoch) this.#stand(standing);
		});
	}

	/** The room has said where the log stands. */
	#stand(standing: Standing): void {
		if (standing.epoch !== this.#tail.epoch) {
			if (this.#tail.epoch !== "") this.#end({ kind: "end", code: "erased", reason: "erased" });
			this.#tail.reset(standing);
			this.#fanout.skip(standing.head);
		} else if (standing.head > this.#tail.head) {
			this.#tail.advance(standing);
			this.#fanout.skip(standing.head);
			this.#serveAll();
		} else this.#tail.advance(standing);
		this.#announce();
	}

	#obey(order: Order): void {
		switch (order.kind) {
			case "ban":
			case "mute":
				this.#membership.sanction(order.kind, order.user, order.forMs);
				return this.#dismissGuestsIfBanned();
			case "blank":
				return this.#tail.blank(order.seqs);
			case "dismiss":
				for (const reader of this.roster.ofUser(order.user)) this.#dismiss(reader, order.code);
				return;
			case "end":
			// Comes last, when all that was sent before it has been passed on.
		}
	}

	#end({ code, reason }: Extract<Order, { kind: "end" }>): void {
		this.#membership.resign();
		for (const reader of this.roster) this.#dismiss(reader, code, reason);
	}

	#dismiss(reader: Reader, code: FaultCode, reason?: string): void {
		dismiss(reader, code, reason);
		this.leave(reader);
	}

	/** The room has said who may be here, and who is there; readers are told of the latter where they missed some of it. */
	#enrolled({ wasLetGo, missed }: Enrolled): void {
		if (wasLetGo) this.#tail.forget();
		for (const reader of this.roster) {
			const id = userIdOf(reader);
			if (id !== undefined && this.#sanctions.holds("ban", id)) this.#dismiss(reader, "banned");
		}
		this.#dismissGuestsIfBanned();
		if (missed === undefined) return;
		const items = [{ frame: encodeFrame({ type: "presence", ...missed }), keep: true }];
		this.#fanout.pass({ items, after: this.#tail.head, to: this.#tail.head });
	}

	#dismissGuestsIfBanned(): void {
		if (this.rules.guestsWhileBanned || this.#sanctions.all("ban", this.#host.now()).length === 0) return;
		dismissGuests(this.roster, (reader, code) => this.#dismiss(reader, code));
	}

	#serveAll(): void {
		for (const reader of this.roster) if (reader.position < this.#tail.head) this.#catchUp.serve(reader);
	}

	#announce(): void {
		if (this.#tail.epoch === "") return;
		announce(this.#host, this.rules, this.#entries, () => ({ epoch: this.#tail.epoch, seq: this.#tail.head }));
	}

	#makeFanout(): Fanout {
		const { roster } = this;
		const onBehind = (reader: Reader) => this.#catchUp.watch(reader);
		const onFlushed = () => this.#announce();
		return new Fanout({ roster, host: this.#host, maxDelayMs: 0, elsewhere: () => 0, onBehind, onFlushed }, 0);
	}
}
