import type { AreaRules, WebhookType } from "../../config/rules.ts";
import type { FaultCode } from "../../protocol/faults.ts";
import type { Message } from "../../protocol/message.ts";
import { Agenda } from "./agenda.ts";
import type { Annex, Turn } from "./annex.ts";
import { Calls } from "./calls.ts";
import { CatchUp } from "./catch-up.ts";
import type { Encoded } from "./encode.ts";
import { formatCursor } from "../../protocol/cursor.ts";
import { announce } from "./announce.ts";
import { Entries } from "./entries.ts";
import { Fanout, type Flush } from "./fanout.ts";
import { Log } from "./log.ts";
import { MemberNotes } from "./member-notes.ts";
import { Moderator } from "./moderator.ts";
import { Outbox } from "./outbox.ts";
import { Polls } from "./polls.ts";
import type { NewRow, OriginPort, RoomHost, RoomStore } from "./ports.ts";
import { Presence } from "./presence.ts";
import { type Published, Publisher } from "./publisher.ts";
import type { Reader } from "./reader.ts";
import { ReceiptBook } from "./receipts.ts";
import { Relays } from "./relay/relays.ts";
import type { RelayPort, Standing } from "./relay/delivery.ts";
import { RecentSignals } from "./recent-signals.ts";
import type { ResumePlan } from "./resume.ts";
import { Roster } from "./roster.ts";
import { Sanctions } from "./sanctions.ts";
import { dismiss } from "./sweep.ts";
import { Throttle } from "./throttle.ts";
import { encodeWelcome } from "./welcome.ts";
import { webhookListener } from "./webhooks.ts";

export interface RoomParts {
	readonly store: RoomStore;
	readonly rules: AreaRules;
	readonly host: RoomHost;
	readonly origin: OriginPort;
	/** The way to relays, where the deployment has any. */
	readonly relays?: RelayPort | undefined;
	/** What the object does beside being a channel. */
	readonly annex?: Annex | undefined;
}

/** The parts of a room, put together: what each needs of the others, and nothing of who asks for what. */
export class RoomBody {
	readonly rules: AreaRules;
	readonly host: RoomHost;
	readonly store: RoomStore;
	readonly log: Log;
	readonly roster = new Roster();
	readonly relays: Relays;
	readonly fanout: Fanout;
	readonly catchUp: CatchUp;
	readonly publisher: Publisher;
	readonly presence: Presence;
	readonly sanctions: Sanctions;
	readonly throttle: Throttle;
	readonly entries: Entries;
	readonly receipts: ReceiptBook;
	readonly calls: Calls;
	readonly outbox: Outbox;
	readonly polls: Polls;
	readonly signals: RecentSignals;
	readonly agenda: Agenda;
	readonly moderator: Moderator;
	readonly annex: Annex | undefined;
	readonly #origin: OriginPort;

	constructor({ store, rules, host, origin, relays, annex }: RoomParts) {
		this.annex = annex;
		this.rules = rules;
		this.host = host;
		this.store = store;
		this.#origin = origin;
		this.log = new Log(store.log, rules.history, host);
		this.signals = new RecentSignals(host);
		this.entries = new Entries({ host, log: this.log, plainUntil: () => this.log.plainUntil });
		this.relays = this.#makeRelays(relays);
		this.throttle = new Throttle(rules.rates, host);
		const onGivenUp = (reader: Reader) => this.leave(reader);
		this.catchUp = new CatchUp({ log: this.log, host, budget: this.throttle, onGivenUp });
		this.fanout = this.#makeFanout();
		this.publisher = this.#makePublisher();
		this.sanctions = new Sanctions(store.sanctions, host, rules);
		this.receipts = new ReceiptBook(host);
		this.calls = new Calls(origin);
		const onChange = () => this.agenda.due(this.outbox.nextDue());
		this.outbox = new Outbox({ store: store.outbox, origin, log: this.log, host, onChange, say: annex });
		this.agenda = this.#makeAgenda();
		this.presence = this.#makePresence();
		this.polls = this.#makePolls();
		this.moderator = this.#makeModerator();
	}

	leave(reader: Reader): void {
		if (!this.roster.remove(reader)) return;
		this.catchUp.forget(reader);
		this.presence.gone(reader);
		this.turned(reader, "left");
	}

	/** Something has become of a reader. */
	turned(reader: Reader, turn: Turn): void {
		this.annex?.readerChanged(reader, turn);
	}

	/** Ends a connection. It is out of the room at once, whenever its peer answers the close. */
	dismiss(reader: Reader, code: FaultCode, reason?: string): void {
		dismiss(reader, code, reason);
		this.leave(reader);
	}

	/** @param proof goes into the reader's cursor */
	welcome(reader: Reader, plan: ResumePlan, proof?: string): Encoded {
		const { rules, log } = this;
		const cursor = formatCursor(log.epoch, log.head, proof);
		return encodeWelcome(reader, plan, { cursor, rules, presence: this.presence.greet() });
	}

	/** Tells heartbeats how far readers are. */
	announce(): void {
		announce(this.host, this.rules, this.entries, () => ({ epoch: this.log.epoch, seq: this.fanout.flushed }));
	}

	/** Where the log stands, as far as readers may know it. */
	get standing(): Standing {
		return { epoch: this.log.epoch, head: this.fanout.flushed, floor: this.log.floor };
	}

	/** Returns what was published with a cursor that its bearer may come back with. */
	async proven(published: Published): Promise<Published> {
		if ("fault" in published || this.rules.readHistory) return published;
		return { ...published, cursor: await this.entries.cursorAt(published.seq) };
	}

	/** Returns what was published with the receipts that its message asks for. */
	async withReceipts(published: Published, message: Message | undefined): Promise<Published> {
		if ("fault" in published || message?.receipts === undefined) return published;
		const wanted = { seq: published.seq, waitMs: message.receipts.wait };
		return { ...published, receipts: await this.receipts.collect(wanted, this.store.members.known(), message.exclude) };
	}

	/** Whether the origin is told of something. */
	wants(type: WebhookType): boolean {
		return this.#origin.configured && this.rules.webhooks.includes(type);
	}

	#stored(rows: readonly NewRow[]): void {
		if (this.wants("message.published")) for (const { seq } of rows) this.outbox.addEvent(seq);
		this.fanout.addRows(rows);
		this.agenda.due(this.log.expiresAt());
	}

	#makeFanout(): Fanout {
		const { roster, rules, log, host, relays, signals } = this;
		const onBehind = (reader: Reader) => this.catchUp.watch(reader);
		const onFlush = (flush: Flush) => {
			// Before the readers get it: the answer of a poll says that it has all signals up to here.
			signals.add(flush.items);
			relays.flush(flush);
		};
		const onFlushed = () => this.announce();
		const elsewhere = () => relays.largest;
		return new Fanout(
			{ roster, host, maxDelayMs: rules.maxDelayMs, elsewhere, onBehind, onFlush, onFlushed },
			log.head,
		);
	}

	#makePublisher(): Publisher {
		const { log, host, roster, relays } = this;
		return new Publisher({
			log,
			roster,
			host,
			elsewhere: () => relays.sockets,
			onStored: (rows) => this.#stored(rows),
		});
	}

	#makeAgenda(): Agenda {
		const { host, roster, relays } = this;
		const attended = () => roster.size > 0 || relays.size > 0;
		const others = () => [this.log.expiresAt(), this.outbox.nextDue(), this.annex?.nextDue()];
		return new Agenda({ host, roster, attended, others });
	}

	#makePresence(): Presence {
		const { host, store, roster, rules, relays } = this;
		// What an annex makes of coming and going, it keeps itself.
		const told = this.annex === undefined && this.#origin.configured && rules.webhooks.length > 0;
		return new Presence({
			rules,
			tracked: told || rules.presence !== "off" || this.annex !== undefined,
			roster,
			elsewhere: relays,
			host,
			store: told ? store.members : new MemberNotes(store.members),
			listener: {
				...webhookListener(this.outbox, (type) => this.wants(type)),
				...this.annex?.presence,
			},
			send: (frame) => this.fanout.addFrame(frame, { keep: true }),
		});
	}

	#makeRelays(port: RelayPort | undefined): Relays {
		const { host, rules, log, store } = this;
		return new Relays({
			host,
			rules,
			store: store.relays,
			port,
			standing: () => ({ epoch: log.epoch, floor: log.floor, head: this.fanout.flushed }),
			onCrowd: (change) => this.presence.elsewhere(change),
		});
	}

	#makePolls(): Polls {
		return new Polls({
			log: this.log,
			host: this.host,
			budget: this.throttle,
			presence: this.presence,
			signals: this.signals,
			entry: (since) => (this.rules.readHistory ? undefined : this.entries.of(since)),
			welcome: (reader, plan, proof) => this.welcome(reader, plan, proof),
			arrived: (reader) => {
				this.presence.arrived(reader);
				this.roster.add(reader);
				this.turned(reader, "came");
			},
			gone: (reader) => this.leave(reader),
		});
	}

	#makeModerator(): Moderator {
		const { log, roster, fanout, publisher, sanctions, relays, rules } = this;
		const dismissReader = (reader: Reader, code: FaultCode) => this.dismiss(reader, code);
		return new Moderator({ log, roster, fanout, publisher, sanctions, relays, rules, dismiss: dismissReader });
	}
}
