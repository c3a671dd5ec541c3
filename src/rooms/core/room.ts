import type { AreaRules } from "../../config/rules.ts";
import { type Cursor, readCursor } from "../../protocol/cursor.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { assertMay, assertName, authorOf, type Caller, mayOf, selfOf } from "./access.ts";
import { CatchUp, pageAfter } from "./catch-up.ts";
import type { Intent } from "./commit.ts";
import { Batch, type Encoded, encodeFrame } from "./encode.ts";
import { Fanout } from "./fanout.ts";
import { type HistoryQuery, historyPage } from "./history.ts";
import { type Answer, type FrameHandlers, receive } from "./inbound.ts";
import { Log } from "./log.ts";
import { pollAnswer, pollSink } from "./poll.ts";
import type { LogStore, RoomHost, Sink } from "./ports.ts";
import { type Published, Publisher } from "./publisher.ts";
import { type Reader, userIdOf } from "./reader.ts";
import { planResume, type ResumePlan, seqOf } from "./resume.ts";
import { Roster } from "./roster.ts";

/** A poll's question. */
export interface PollQuery {
	readonly since?: Cursor;
	/** How long to wait where there is nothing new, in milliseconds. */
	readonly waitMs: number;
	/** Whether the answer begins with a welcome even though the reader has missed nothing. */
	readonly hello: boolean;
}

/**
 * One channel: its log, its readers, and what passes between them. It composes; what is decided is decided in the
 * functions it calls. It knows no platform: tests run it in memory, with a clock they turn by hand.
 */
export class Room {
	readonly rules: AreaRules;
	readonly roster = new Roster();
	readonly log: Log;
	readonly #host: RoomHost;
	readonly #fanout: Fanout;
	readonly #catchUp: CatchUp;
	readonly #publisher: Publisher;
	readonly #handlers: FrameHandlers;

	constructor(parts: { store: LogStore; rules: AreaRules; host: RoomHost }) {
		this.rules = parts.rules;
		this.#host = parts.host;
		this.log = new Log(parts.store, parts.rules.history, parts.host);
		this.#catchUp = new CatchUp(this.log, parts.host, (reader) => this.leave(reader));
		const fanoutParts = {
			roster: this.roster,
			host: parts.host,
			maxDelayMs: parts.rules.maxDelayMs,
			onBehind: (reader: Reader) => this.#catchUp.watch(reader),
			onFlushed: () => this.#announce(),
		};
		this.#fanout = new Fanout(fanoutParts, this.log.head);
		this.#publisher = new Publisher({ log: this.log, roster: this.roster, fanout: this.#fanout, host: parts.host });
		this.#handlers = this.#makeHandlers();
	}

	/** Takes back a socket after sleep. Waking is not joining: nobody is told, and the reader has missed nothing. */
	restore(socket: { session: string; caller: Caller; sink: Sink }): Reader {
		const reader: Reader = { kind: "socket", ...socket, position: this.log.head };
		this.roster.add(reader);
		return reader;
	}

	/** Admits a socket: a welcome first, then what it missed. */
	join(socket: { session: string; caller: Caller; sink: Sink }, since: Cursor | undefined): Reader {
		this.log.expire();
		const plan = planResume(since, this.log);
		const reader: Reader = { kind: "socket", ...socket, position: plan.from };
		reader.sink.deliver(new Batch([this.#welcome(reader, plan)]), plan.from);
		this.roster.add(reader);
		this.#announce();
		this.#catchUp.serve(reader);
		return reader;
	}

	leave(reader: Reader): void {
		this.roster.remove(reader);
		this.#catchUp.forget(reader);
	}

	/** Takes a frame from a socket and answers it on that socket. Never throws. */
	async receive(reader: Reader, data: string | ArrayBuffer): Promise<void> {
		const answer = await receive(reader, data, this.#handlers, this.rules.messageBytes);
		if (answer !== undefined) reader.sink.deliver(new Batch([answer]), reader.position);
	}

	/** Publishes messages of an origin, in their order. */
	async notify(messages: readonly Message[]): Promise<Published[]> {
		const checked = messages.map((message) => this.#intent({ kind: "origin" }, message));
		const valid = checked.flatMap((one) => (one instanceof FaultError ? [] : [one]));
		const published = valid.length === 0 ? [] : await this.#publisher.submit(valid);
		return checked.map((one) => (one instanceof FaultError ? { fault: one.fault } : (published.shift() as Published)));
	}

	/** Publishes a page's message. */
	async publish(caller: Caller, message: Message, own?: Reader): Promise<Published> {
		assertMay(caller, this.rules.publish, this.#host.now());
		const intent = this.#intent(caller, message, own);
		if (intent instanceof FaultError) throw intent;
		const [published] = await this.#publisher.submit([intent]);
		return published as Published;
	}

	/** Sends a signal to all who listen at this moment. */
	signal(caller: Caller, name: string, data: Json): void {
		assertMay(caller, this.rules.signal, this.#host.now());
		assertName(name);
		if (!fitsUtf8(JSON.stringify(data), this.rules.messageBytes)) throw new FaultError("too_large");
		const from = authorOf(caller);
		const key = from === undefined ? undefined : JSON.stringify([from.id, name]);
		this.#fanout.addFrame(encodeFrame({ type: "signal", name, data, from }), key);
	}

	/** Answers a poll, as JSON: at once where there is something to say, otherwise when there is or the wait is over. */
	async poll(caller: Caller, query: PollQuery): Promise<string> {
		this.log.expire();
		const plan = planResume(query.since, this.log);
		const session = this.#host.newId();
		const reader = { kind: "poll" as const, session, caller, position: plan.from };
		const greet = query.since === undefined || query.hello || plan.resumed !== "complete";
		const { frames, end } = pageAfter(this.log, plan.from, userIdOf(reader));
		if (greet) frames.unshift(this.#welcome(reader, plan));
		if (frames.length > 0 || query.waitMs === 0) return pollAnswer(this.log.cursorAt(end), new Batch(frames).list());
		return this.#wait(reader, query.waitMs);
	}

	/** A page of the history, as JSON. */
	history(caller: Caller, query: HistoryQuery): string {
		if (!mayOf(caller, this.rules).history) throw new FaultError("forbidden");
		this.log.expire();
		return historyPage(this.log, query, caller.kind === "member" ? caller.user.id : undefined);
	}

	async #wait(waiting: Omit<Reader, "sink">, waitMs: number): Promise<string> {
		const { promise, resolve } = Promise.withResolvers<string>();
		const settle = (list: string, seq: number) => {
			cancel();
			this.roster.remove(reader);
			resolve(pollAnswer(this.log.cursorAt(seq), list));
		};
		const reader: Reader = { ...waiting, sink: pollSink(settle) };
		const cancel = this.#host.after(waitMs, () => settle("[]", reader.position));
		this.roster.add(reader);
		return promise;
	}

	#welcome(reader: Pick<Reader, "caller" | "session">, { resumed, gap }: ResumePlan): Encoded {
		return encodeFrame({
			type: "welcome",
			cursor: this.log.cursor,
			session: reader.session,
			you: selfOf(reader.caller),
			resumed,
			gap,
			may: mayOf(reader.caller, this.rules),
			limits: { messageBytes: this.rules.messageBytes, heartbeat: LIMITS.heartbeatMs },
		});
	}

	#announce(): void {
		this.#host.announceHead(this.log.cursorAt(this.#fanout.flushed));
	}

	#intent(caller: Caller, message: Message, own?: Reader): Intent | FaultError {
		const data = JSON.stringify(message.data);
		if (!fitsUtf8(data, this.rules.messageBytes))
			return new FaultError("too_large", `data is over ${this.rules.messageBytes} bytes.`);
		try {
			assertName(message.name);
		} catch (thrown) {
			return thrown as FaultError;
		}
		return { message, data, from: authorOf(caller), own };
	}

	#makeHandlers(): FrameHandlers {
		return {
			publish: async (reader, { ref, ...message }) => {
				const published = await this.publish(reader.caller, message, reader);
				if ("fault" in published) return encodeFrame({ type: "fault", ref, ...published.fault });
				const { seq, at, recipients } = published;
				return encodeFrame({ type: "ack", ref, seq, at, recipients });
			},
			signal: (reader, { name, data }) => {
				this.signal(reader.caller, name, data);
				return undefined;
			},
			call: unsupported,
			replay: (reader, { after }) => this.#replay(reader, after),
			renew: unsupported,
			state: unsupported,
		};
	}

	/** Serves a socket again from a position that it names: it saw a hole. */
	#replay(reader: Reader, after: string | number): Answer {
		this.log.expire();
		reader.position = seqOf(typeof after === "string" ? readCursor(after) : after, this.log);
		this.#catchUp.serve(reader);
		return undefined;
	}
}

function unsupported(): never {
	throw new FaultError("not_supported");
}
