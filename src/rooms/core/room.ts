import type { AreaRules, WebhookType } from "../../config/rules.ts";
import { type Cursor, readCursor } from "../../protocol/cursor.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { FaultCode } from "../../protocol/faults.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import type { Presence as PresenceView } from "../../protocol/server-frames.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { assertMay, assertName, authorOf, type Caller, mayOf } from "./access.ts";
import { Agenda } from "./agenda.ts";
import { type Call, Calls } from "./calls.ts";
import { CatchUp } from "./catch-up.ts";
import { Batch, type Encoded, encodeFrame } from "./encode.ts";
import { Fanout } from "./fanout.ts";
import { frameHandlers, type RoomActions } from "./handlers.ts";
import { type HistoryQuery, historyPage } from "./history.ts";
import { type Inbound, receive } from "./inbound.ts";
import { intentOf } from "./intent.ts";
import { Log } from "./log.ts";
import { MemberNotes } from "./member-notes.ts";
import type { Measure } from "./moderation.ts";
import { Moderator } from "./moderator.ts";
import { Outbox } from "./outbox.ts";
import { type PollQuery, Polls } from "./polls.ts";
import type { NewRow, OriginPort, RoomHost, RoomStore, Sink } from "./ports.ts";
import { Presence } from "./presence.ts";
import { publishAll } from "./publish-all.ts";
import { type Published, Publisher } from "./publisher.ts";
import { type Reader, share, userIdOf } from "./reader.ts";
import { ReceiptBook } from "./receipts.ts";
import type { RedactionTarget } from "./redaction.ts";
import { planResume, type ResumePlan, seqOf } from "./resume.ts";
import { Roster } from "./roster.ts";
import { Sanctions } from "./sanctions.ts";
import { dismiss, judge, warn } from "./sweep.ts";
import { Throttle } from "./throttle.ts";
import { encodeWelcome } from "./welcome.ts";
import { webhookListener } from "./webhooks.ts";

export interface RoomParts {
	readonly store: RoomStore;
	readonly rules: AreaRules;
	readonly host: RoomHost;
	readonly origin: OriginPort;
}

/** A socket as it comes to a room. */
export interface Arrival {
	readonly session: string;
	readonly caller: Caller;
	readonly sink: Sink;
	readonly state?: Json;
}

/**
 * One channel: its log, its readers, and what passes between them. It composes; what is decided is decided in the
 * functions and parts it calls. It knows no platform: tests run it in memory, with a clock they turn by hand.
 */
export class Room implements RoomActions {
	readonly rules: AreaRules;
	readonly roster = new Roster();
	readonly log: Log;
	readonly #parts: RoomParts;
	readonly #fanout: Fanout;
	readonly #catchUp: CatchUp;
	readonly #publisher: Publisher;
	readonly #presence: Presence;
	readonly #sanctions: Sanctions;
	readonly #throttle: Throttle;
	readonly #receipts: ReceiptBook;
	readonly #calls: Calls;
	readonly #outbox: Outbox;
	readonly #polls: Polls;
	readonly #inbound: Inbound;
	readonly #agenda: Agenda;
	readonly #moderator: Moderator;

	constructor(parts: RoomParts) {
		const { store, rules, host, origin } = parts;
		this.#parts = parts;
		this.rules = rules;
		this.log = new Log(store.log, rules.history, host);
		this.#catchUp = new CatchUp(this.log, host, (reader) => this.leave(reader));
		this.#fanout = this.#makeFanout();
		const onStored = (rows: readonly NewRow[]) => this.#stored(rows);
		this.#publisher = new Publisher({ log: this.log, roster: this.roster, host, onStored });
		this.#sanctions = new Sanctions(store.sanctions, host);
		this.#throttle = new Throttle(rules.rates, host);
		this.#receipts = new ReceiptBook(host);
		this.#calls = new Calls(origin);
		const onChange = () => this.#agenda.outboxChanged();
		this.#outbox = new Outbox({ store: store.outbox, origin, log: this.log, host, onChange });
		this.#agenda = new Agenda({ host, log: this.log, roster: this.roster, outbox: this.#outbox });
		this.#presence = this.#makePresence();
		this.#polls = this.#makePolls();
		this.#moderator = new Moderator({
			log: this.log,
			roster: this.roster,
			fanout: this.#fanout,
			publisher: this.#publisher,
			sanctions: this.#sanctions,
			dismiss: (reader, code) => this.#dismiss(reader, code),
		});
		const handlers = frameHandlers(this, host);
		this.#inbound = { handlers, throttle: this.#throttle, maxBytes: rules.messageBytes };
	}

	/** Takes back the sockets after sleep. Waking is not joining: nobody is told, and no reader has missed anything. */
	restore(sockets: readonly Arrival[]): Reader[] {
		const readers = sockets.map((socket) => this.#reader(socket, this.log.head));
		for (const reader of readers) this.roster.add(reader);
		this.#presence.restore();
		this.#agenda.renew();
		return readers;
	}

	/** Whether there is a place for a caller. @throws FaultError `banned`, or `full` */
	assertAdmits(caller: Caller): void {
		this.#sanctions.assertNotBanned(caller);
		if (this.roster.size >= LIMITS.roomSockets) throw new FaultError("full");
	}

	/** Takes a socket in: a welcome first, then what it missed. */
	join(socket: Arrival, since: Cursor | undefined): Reader {
		this.log.expire();
		const plan = planResume(since, this.log);
		const reader = this.#reader(socket, plan.from);
		// The others are told before the newcomer is among them: what it must know is in its welcome, which comes first.
		this.#presence.arrived(reader);
		share(reader, this.#presence.stateOf(reader));
		reader.sink.deliver(new Batch([this.#welcome(reader, plan)]), plan.from);
		this.roster.add(reader);
		this.#announce();
		this.#catchUp.serve(reader);
		this.#agenda.joined(reader);
		return reader;
	}

	leave(reader: Reader): void {
		if (!this.roster.remove(reader)) return;
		this.#catchUp.forget(reader);
		this.#presence.gone(reader);
	}

	/** Takes a frame from a socket and answers it on that socket. Never throws. */
	async receive(reader: Reader, data: string | ArrayBuffer): Promise<void> {
		if (!this.roster.has(reader)) return;
		reader.seenAt = this.#parts.host.now();
		const answer = await receive(reader, data, this.#inbound);
		if (answer !== undefined) reader.sink.deliver(new Batch([answer]), reader.position);
	}

	/** Publishes messages of an origin, in their order. */
	async notify(messages: readonly Message[]): Promise<Published[]> {
		const published = await publishAll(messages, this.rules, this.#publisher);
		return Promise.all(published.map((one, index) => this.#withReceipts(one, messages[index])));
	}

	/** Publishes a page's message. @throws FaultError */
	async publish(caller: Caller, message: Message, own?: Reader): Promise<Published> {
		assertMay(caller, this.rules.publish, this.#parts.host.now());
		this.#sanctions.assertMaySpeak(caller);
		this.#throttle.publish(caller);
		const [published] = await this.#publisher.submit([intentOf(caller, message, this.rules, own)]);
		return published ?? { fault: new FaultError("internal").fault };
	}

	/** Sends a signal to all who listen at this moment. @throws FaultError */
	signal(caller: Caller, name: string, data: Json, own?: Reader): void {
		assertMay(caller, this.rules.signal, this.#parts.host.now());
		this.#sanctions.assertMaySpeak(caller);
		assertName(name);
		if (!fitsUtf8(JSON.stringify(data), this.rules.messageBytes)) throw new FaultError("too_large");
		const from = authorOf(caller);
		// A guest is told apart by the socket, where there is one.
		const sender = from?.id ?? own?.session;
		const key = sender === undefined ? undefined : JSON.stringify([sender, name]);
		this.#fanout.addFrame(encodeFrame({ type: "signal", name, data, from }), { key, own });
	}

	/** Asks the origin on a page's behalf. @throws FaultError */
	async call(caller: Caller, call: Call, socket: object): Promise<Json> {
		assertMay(caller, this.rules.call, this.#parts.host.now());
		this.#sanctions.assertNotBanned(caller);
		return this.#calls.ask(caller, call, socket);
	}

	/** Answers a poll, as JSON. @throws FaultError */
	async poll(caller: Caller, query: PollQuery): Promise<string> {
		this.#sanctions.assertNotBanned(caller);
		if (query.since !== undefined && query.since.epoch === this.log.epoch) this.acknowledge(caller, query.since.seq);
		return this.#polls.poll(caller, query);
	}

	/** A page of the history, as JSON. @throws FaultError */
	history(caller: Caller, query: HistoryQuery): string {
		if (!mayOf(caller, this.rules).history) throw new FaultError("forbidden");
		this.#sanctions.assertNotBanned(caller);
		this.log.expire();
		return historyPage(this.log, query, caller.kind === "member" ? caller.user.id : undefined);
	}

	/** Who is there. An origin is told in full. @throws FaultError */
	presence(caller: Caller): PresenceView {
		this.#sanctions.assertNotBanned(caller);
		const view = this.#presence.view(caller.kind === "origin" ? LIMITS.roomSockets : undefined);
		if (view === undefined) throw new FaultError("forbidden", "This area tells nobody who is there.");
		return view;
	}

	/** Kicks, bans or mutes a user. @throws FaultError */
	moderate(caller: Caller, measure: Measure): void {
		this.#moderator.moderate(caller, measure);
	}

	/** Takes the text of messages out of the log, everywhere. Answers their numbers. @throws FaultError */
	async redact(caller: Caller, target: RedactionTarget): Promise<readonly number[]> {
		return this.#moderator.redact(caller, target);
	}

	/** Ends all connections with a fault, their close reason given, and whatever else is under way. */
	end(code: "erased" | "restarting", reason: string): void {
		for (const reader of this.roster) this.#dismiss(reader, code, reason);
		this.#receipts.end();
		this.#outbox.stop();
	}

	/** Serves a socket again from a position that it names: it saw a hole. @throws FaultError */
	replay(reader: Reader, after: string | number): void {
		this.log.expire();
		reader.position = seqOf(typeof after === "string" ? readCursor(after) : after, this.log);
		this.#catchUp.serve(reader);
	}

	/** Takes a member's own data, for others to see. @throws FaultError `ticket_expired` */
	setState(reader: Reader, state: Json): void {
		assertMay(reader.caller, "anyone", this.#parts.host.now());
		share(reader, state);
		for (const tab of this.roster.ofUser(userIdOf(reader) ?? "")) share(tab, state);
		this.#presence.changed(reader);
	}

	/** Takes a new ticket in the place of a socket's own. @throws FaultError `forbidden` where it names another user */
	renew(reader: Reader, caller: Caller): void {
		const id = userIdOf(reader);
		if (id === undefined || caller.kind !== "member" || caller.user.id !== id)
			throw new FaultError("forbidden", "A ticket is renewed by one of the same user.");
		reader.caller = caller;
		reader.sink.remember(reader);
		this.#presence.changed(reader);
		this.#agenda.joined(reader);
	}

	/** A user has everything up to a number. */
	acknowledge(caller: Caller, seq: number): void {
		// A number ahead of the head vouches for nothing, and would for all that is yet to come.
		if (caller.kind === "member" && seq <= this.log.head) this.#receipts.acknowledge(caller.user.id, seq);
	}

	/** Does what time asks for: retention, silent sockets, tickets that ran out, webhooks to be tried again. */
	alarm(): void {
		const now = this.#parts.host.now();
		this.log.expire();
		for (const reader of this.roster) {
			const verdict = judge(reader, now);
			if (verdict.kind === "warn") warn(reader, "ticket_expired");
			if (verdict.kind === "close") this.#dismiss(reader, verdict.code);
		}
		// Not awaited: alarms come one after another, and an origin that answers late must hold up none of them.
		void this.#outbox.run();
		this.#agenda.renew({ swept: true });
	}

	/** Ends a connection. It is out of the room at once, whenever its peer answers the close. */
	#dismiss(reader: Reader, code: FaultCode, reason?: string): void {
		dismiss(reader, code, reason);
		this.leave(reader);
	}

	async #withReceipts(published: Published, message: Message | undefined): Promise<Published> {
		if ("fault" in published || message?.receipts === undefined) return published;
		const wanted = { seq: published.seq, waitMs: message.receipts.wait };
		const known = this.#parts.store.members.known();
		return { ...published, receipts: await this.#receipts.collect(wanted, known, message.exclude) };
	}

	#stored(rows: readonly NewRow[]): void {
		if (this.#wants("message.published")) for (const { seq } of rows) this.#outbox.addEvent(seq);
		this.#fanout.addRows(rows);
		this.#agenda.stored();
	}

	#wants(type: WebhookType): boolean {
		return this.#parts.origin.configured && this.rules.webhooks.includes(type);
	}

	#reader({ state, ...socket }: Arrival, position: number): Reader {
		const seenAt = this.#parts.host.now();
		return { kind: "socket", ...socket, position, seenAt, ...(state !== undefined && { state }) };
	}

	#welcome(reader: Reader, plan: ResumePlan): Encoded {
		const { rules, log } = this;
		return encodeWelcome(reader, plan, { cursor: log.cursor, rules, presence: this.#presence.greet() });
	}

	#announce(): void {
		this.#parts.host.announceHead(this.log.cursorAt(this.#fanout.flushed));
	}

	#makeFanout(): Fanout {
		const { roster, rules, log } = this;
		const { host } = this.#parts;
		const onBehind = (reader: Reader) => this.#catchUp.watch(reader);
		const onFlushed = () => this.#announce();
		return new Fanout({ roster, host, maxDelayMs: rules.maxDelayMs, onBehind, onFlushed }, log.head);
	}

	#makePresence(): Presence {
		const { host, origin, store } = this.#parts;
		const told = origin.configured && this.rules.webhooks.length > 0;
		return new Presence({
			rules: this.rules,
			tracked: told || this.rules.presence !== "off",
			roster: this.roster,
			host,
			store: told ? store.members : new MemberNotes(store.members),
			listener: webhookListener(this.#outbox, (type) => this.#wants(type)),
			send: (frame) => this.#fanout.addFrame(frame, { keep: true }),
		});
	}

	#makePolls(): Polls {
		return new Polls({
			log: this.log,
			host: this.#parts.host,
			presence: this.#presence,
			welcome: (reader, plan) => this.#welcome(reader, plan),
			arrived: (reader) => {
				this.#presence.arrived(reader);
				this.roster.add(reader);
			},
			gone: (reader) => this.leave(reader),
		});
	}
}
