import type { AreaRules, WebhookType } from "../../config/rules.ts";
import { type Cursor, parseCursor, readCursor } from "../../protocol/cursor.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import type { Presence as PresenceView } from "../../protocol/server-frames.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { assertMay, assertName, authorOf, type Caller, mayOf } from "./access.ts";
import { RoomBody, type RoomParts } from "./body.ts";
import type { Call } from "./calls.ts";
import { type Entry, extentFor, goodCursor } from "./entries.ts";
import { Batch, encodeFrame } from "./encode.ts";
import { frameHandlers, type RoomActions } from "./handlers.ts";
import { type HistoryQuery, historyPage } from "./history.ts";
import { type Inbound, receive } from "./inbound.ts";
import { intentOf } from "./intent.ts";
import type { Log } from "./log.ts";
import type { Measure, Moderated } from "./moderation.ts";
import type { PollQuery } from "./polls.ts";
import { publishAll } from "./publish-all.ts";
import type { Published } from "./publisher.ts";
import { type Arrival, type Reader, share, socketReader } from "./reader.ts";
import type { RedactionTarget } from "./redaction.ts";
import type { Enrolment, LogPage, Noted, Report, Roll } from "./relay/delivery.ts";
import { spreadMs } from "./relay/relays.ts";
import { planResume, seqOf } from "./resume.ts";
import type { Roster } from "./roster.ts";
import { renewTicket, takeState } from "./session.ts";
import { hear, setBack, sweep, wakeReaders } from "./sweep.ts";

/** Where a message or a signal came from, so that it is not sent back there. */
export interface Sender {
	readonly session: string;
}

/**
 * One channel: its log, its readers, and what passes between them. What may be asked of it is decided here; its parts,
 * which do it, are put together in {@link RoomBody}. It knows no platform: tests run it in memory, with a clock they turn
 * by hand.
 */
export class Room implements RoomActions {
	readonly #body: RoomBody;
	readonly #inbound: Inbound;

	constructor(parts: RoomParts) {
		this.#body = new RoomBody(parts);
		const { rules, throttle } = this.#body;
		this.#inbound = { handlers: frameHandlers(this, parts.host), throttle, maxBytes: rules.messageBytes };
		parts.host.onSetBack(() => this.#setBack());
	}

	get rules(): AreaRules {
		return this.#body.rules;
	}

	get roster(): Roster {
		return this.#body.roster;
	}

	get log(): Log {
		return this.#body.log;
	}

	/** Takes back the sockets after sleep. Waking is not joining: nobody is told, and no reader has missed anything. */
	restore(sockets: readonly Arrival[]): Reader[] {
		const { log, roster, presence, agenda, relays, host } = this.#body;
		const readers = wakeReaders(sockets, log.head, this.rules);
		for (const reader of readers) roster.add(reader);
		setBack(roster, host.now());
		presence.restore();
		agenda.renew();
		// What heartbeats are answered with outlives sleep and no crash: after one, relays may have missed something.
		const announced = parseCursor(host.announcedHead() ?? "");
		if (relays.size > 0 && (announced?.epoch !== log.epoch || announced.seq !== log.head)) relays.sync();
		return readers;
	}

	/** Whether there is a place for a caller. @throws FaultError `banned`, `rate_limited`, or `full` */
	assertAdmits(caller: Caller): void {
		this.#body.sanctions.assertNotBanned(caller);
		this.#body.throttle.request(caller);
		if (this.roster.size >= LIMITS.roomSockets) throw new FaultError("full");
	}

	/**
	 * The relays that a newcomer is to go to, where the room has enough of its own.
	 *
	 * @param full a relay that has just turned out to have no place
	 */
	placeElsewhere(region: string, full?: string): string[] | undefined {
		const { relays, roster, agenda, host } = this.#body;
		if (!relays.takes(roster.size)) return undefined;
		const places = relays.place(region, full);
		agenda.due(host.now() + relays.paceMs);
		return places;
	}

	/** Returns where a newcomer with a cursor was let in, if it may not read what was before. To be asked before it joins. */
	async entry(since: Cursor | undefined): Promise<Entry | undefined> {
		return this.rules.readHistory ? undefined : this.#body.entries.of(since);
	}

	/** Takes a socket in: a welcome first, then what it missed. */
	join(socket: Arrival, since: Cursor | undefined, entry?: Entry): Reader {
		const { log, presence, roster, catchUp, agenda, throttle } = this.#body;
		log.expire();
		const isClosed = !this.rules.readHistory && entry === undefined;
		const good = isClosed ? undefined : goodCursor(since, entry, log);
		const plan = planResume(good, extentFor(log, entry));
		const reader = socketReader(socket, { position: plan.from, seenAt: this.#body.host.now(), rules: this.rules });
		// The others are told before the newcomer is among them: what it must know is in its welcome, which comes first.
		presence.arrived(reader);
		if (this.#body.annex === undefined) share(reader, presence.stateOf(reader));
		const welcome = this.#body.welcome(reader, plan, entry?.proof);
		reader.sink.deliver(new Batch([welcome]), plan.from);
		// It may be long: it says who is there.
		throttle.read(reader.caller, welcome.length);
		roster.add(reader);
		this.#body.announce();
		catchUp.serve(reader);
		agenda.joined(reader);
		this.#body.turned(reader, "came");
		return reader;
	}

	leave(reader: Reader): void {
		this.#body.leave(reader);
	}

	/** Takes a frame from a socket and answers it on that socket. Never throws. */
	async receive(reader: Reader, data: string | ArrayBuffer): Promise<void> {
		if (!this.roster.has(reader)) return;
		hear(reader, this.#body.host.now());
		const answer = await receive(reader, data, this.#inbound);
		if (answer !== undefined) reader.sink.deliver(new Batch([answer]), reader.position);
	}

	/** Publishes messages of an origin, in their order. */
	async notify(messages: readonly Message[]): Promise<Published[]> {
		const published = await publishAll(messages, this.rules, this.#body.publisher);
		return Promise.all(
			published.map(async (one, index) => this.#body.withReceipts(await this.#body.proven(one), messages[index])),
		);
	}

	/** Publishes a page's message. @throws FaultError */
	async publish(caller: Caller, message: Message, own?: Reader): Promise<Published> {
		const { host, sanctions, throttle, publisher } = this.#body;
		assertMay(caller, this.rules.publish, host.now());
		sanctions.assertMaySpeak(caller);
		throttle.publish(caller);
		const intent = intentOf(caller, message, this.rules, own);
		const isReader = caller.kind === "origin" || this.rules.readHistory;
		// What was newer is told of a conflict as far as it may be read.
		const [published] = await publisher.submit([
			{ ...intent, ...(!isReader && { floor: own?.floor ?? this.log.head }) },
		]);
		return published === undefined ? { fault: new FaultError("internal").fault } : this.#body.proven(published);
	}

	/** Sends a signal to all who listen at this moment. @throws FaultError */
	signal(caller: Caller, name: string, data: Json, own?: Sender): void {
		assertMay(caller, this.rules.signal, this.#body.host.now());
		this.#body.sanctions.assertMaySpeak(caller);
		assertName(name);
		const text = JSON.stringify(data);
		if (!fitsUtf8(text, this.rules.messageBytes)) throw new FaultError("too_large");
		this.#body.throttle.signal(caller, text.length);
		const from = authorOf(caller);
		// A guest is told apart by the socket, where there is one.
		const sender = from?.id ?? own?.session;
		const key = sender === undefined ? undefined : JSON.stringify([sender, name]);
		this.#body.fanout.addFrame(encodeFrame({ type: "signal", name, data, from }), { key, own: own?.session });
	}

	/** Asks the origin on a page's behalf. @param session whose calls are counted together. @throws FaultError */
	async call(caller: Caller, call: Call, session: string): Promise<Json> {
		assertMay(caller, this.rules.call, this.#body.host.now());
		this.#body.sanctions.assertMaySpeak(caller);
		const { annex, calls, throttle } = this.#body;
		throttle.publish(caller);
		if (annex?.component !== call.component || annex === undefined) return calls.ask(caller, call, session);
		return annex.ask(caller, call);
	}

	/** Puts a webhook into the outbox, where the area's rules want it told. */
	tell(type: WebhookType, data: { readonly [key: string]: Json }): void {
		if (this.#body.wants(type)) this.#body.outbox.add(type, data);
	}

	/** The annex wants its alarm at or before a time, in milliseconds since 1970. */
	due(at: number | undefined): void {
		this.#body.agenda.due(at);
	}

	/** Answers a poll, as JSON. @throws FaultError */
	async poll(caller: Caller, query: PollQuery): Promise<string> {
		this.#body.sanctions.assertNotBanned(caller);
		this.#body.throttle.request(caller);
		if (query.since !== undefined && query.since.epoch === this.log.epoch) this.acknowledge(caller, query.since.seq);
		return this.#body.polls.poll(caller, query);
	}

	/** Whether somebody polls, or has done so a moment ago: signals reach them with their next poll. */
	get isPolled(): boolean {
		return this.#body.signals.isWanted;
	}

	/** The page of a poll has gone. @param session that its poll named */
	leavePoll(caller: Caller, session: string): void {
		this.#body.polls.leave(caller, session);
	}

	/** A page of the history, as JSON. @throws FaultError */
	history(caller: Caller, query: HistoryQuery): string {
		if (!mayOf(caller, this.rules).history) throw new FaultError("forbidden");
		this.#body.sanctions.assertNotBanned(caller);
		this.#body.throttle.request(caller);
		this.#body.throttle.assertMayRead(caller);
		this.log.expire();
		const page = historyPage(this.log, query, caller.kind === "member" ? caller.user.id : undefined);
		this.#body.throttle.read(caller, page.length);
		return page;
	}

	/** Resolves when a room that slept knows again who is at its relays. */
	presenceKnown(): Promise<void> {
		return this.#body.presence.known();
	}

	/** Who is there. An origin is told in full. @throws FaultError */
	presence(caller: Caller): PresenceView {
		this.#body.sanctions.assertNotBanned(caller);
		this.#body.throttle.request(caller);
		const view = this.#body.presence.view(caller.kind === "origin" ? LIMITS.roomSockets : undefined);
		if (view === undefined) throw new FaultError("forbidden", "This area tells nobody who is there.");
		return view;
	}

	/** Kicks, bans or mutes a user. @throws FaultError */
	moderate(caller: Caller, measure: Measure): Moderated {
		this.#body.throttle.publish(caller);
		return this.#body.moderator.moderate(caller, measure);
	}

	/** Takes the text of messages out of the log, everywhere. Answers their numbers. @throws FaultError */
	async redact(caller: Caller, target: RedactionTarget): Promise<readonly number[]> {
		this.#body.throttle.publish(caller);
		return this.#body.moderator.redact(caller, target);
	}

	/** Ends all connections with a fault, and whatever else is under way; those who come back do so spread over a while. */
	end(code: "erased" | "restarting"): void {
		const { relays, receipts, outbox } = this.#body;
		const reason = JSON.stringify({ within: spreadMs(this.roster.size + relays.sockets) });
		for (const reader of this.roster) this.#body.dismiss(reader, code, reason);
		relays.order({ kind: "end", code, reason });
		receipts.end();
		outbox.stop();
	}

	/** Serves a socket again from a position that it names: it saw a hole. @throws FaultError */
	replay(reader: Reader, after: string | number): void {
		this.log.expire();
		reader.position = seqOf(typeof after === "string" ? readCursor(after) : after, this.log);
		this.#body.catchUp.serve(reader);
	}

	/** Takes a member's own data, for others to see. @throws FaultError `ticket_expired` */
	setState(reader: Reader, state: Json): void {
		const { annex, host, presence, roster, sanctions } = this.#body;
		sanctions.assertMaySpeak(reader.caller);
		this.#body.throttle.signal(reader.caller, JSON.stringify(state).length);
		takeState(reader, state, { nowMs: host.now(), ...(annex === undefined && { roster }) });
		presence.changed(reader);
		this.#body.turned(reader, "state");
	}

	/** Takes a new ticket in the place of a socket's own. @throws FaultError `forbidden` where it names another user */
	renew(reader: Reader, caller: Caller): void {
		renewTicket(reader, caller);
		this.#body.presence.changed(reader);
		this.#body.agenda.joined(reader);
		this.#body.turned(reader, "renewed");
	}

	/** A user has everything up to a number. */
	acknowledge(caller: Caller, seq: number): void {
		if (caller.kind === "member") this.reached([[caller.user.id, seq]]);
	}

	/** Users have everything up to a number. */
	reached(users: readonly (readonly [user: string, seq: number])[]): void {
		// A number ahead of the head vouches for nothing, and would for all that is yet to come.
		for (const [user, seq] of users) if (seq <= this.log.head) this.#body.receipts.acknowledge(user, seq);
	}

	/** A relay begins, or tells in full who is there. */
	enrol(id: string, roll: Roll): Enrolment {
		const { relays, sanctions, presence, agenda, host } = this.#body;
		const wanted = relays.enrol(id, roll);
		if (wanted.seated) agenda.renew();
		const bans = [...sanctions.all("ban", host.now()), ...sanctions.all("mute", host.now())];
		return {
			...this.#body.standing,
			...wanted,
			stored: this.log.head,
			bans,
			presence: presence.greet(),
			paceMs: relays.paceMs,
			...(this.log.plainUntil !== undefined && { plainUntil: this.log.plainUntil }),
		};
	}

	/** A relay tells who came and went. */
	report(id: string, report: Report): Noted {
		return this.#body.relays.report(id, report);
	}

	/** A page of the log, for a relay to serve its readers from. */
	page(after: number): LogPage {
		this.log.expire();
		const from = Math.max(after, this.log.floor);
		// What is stored and not yet handed over is on its way to the relay, and comes after this.
		const rows = this.log.read(from, this.#body.fanout.flushed, LIMITS.pageBytes);
		return { ...this.#body.standing, rows, end: rows.at(-1)?.seq ?? from };
	}

	/** Does what time asks for: retention, silent sockets, tickets that ran out, webhooks to be tried again. */
	alarm(): void {
		const { host, outbox, agenda, relays } = this.#body;
		this.log.expire();
		sweep(this.roster, host.now(), (reader, code) => this.#body.dismiss(reader, code));
		if (relays.size > 0) relays.cool(this.roster.size);
		this.#body.annex?.alarm();
		// Not awaited: alarms come one after another, and an origin that answers late must hold up none of them.
		void outbox.run();
		agenda.renew({ swept: true });
	}

	/** The clock was set back: what is due is done at once, and nothing waits for the time that was. */
	#setBack(): void {
		setBack(this.roster, this.#body.host.now());
		this.#body.announce();
		this.alarm();
	}
}
