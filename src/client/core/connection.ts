import type { Json } from "../../protocol/json.ts";
import { MY_CHANNEL } from "../../protocol/paths.ts";
import type { Presence, ServerFrame, ServerFrames, WelcomeFrame } from "../../protocol/server-frames.ts";
import { Emitter } from "./emitter.ts";
import { ParlourError } from "./errors.ts";
import type { ClientMessage } from "./messages.ts";
import { openGuarded } from "./guarded.ts";
import { type AnswerTo, type Given, Outbox, type Sending } from "./outbox.ts";
import { withChange } from "./presence.ts";
import { Reader } from "./reader.ts";
import { type Event, nameOf, type State, type Timer, type Via } from "./state.ts";
import { initialState, step } from "./step.ts";
import type { UserId } from "./ticket.ts";
import { CLOSE_LOST } from "./timing.ts";
import { Timers } from "./timers.ts";
import { troubleOf, whyFailed } from "./trouble.ts";
import type { PresenceChange, Topics } from "./topics.ts";
import { type Attempt, isOther, leave } from "./attempt.ts";
import type { Settings } from "./settings.ts";

/** Runs the state machine: performs its effects, and turns what links and timers tell into its events. */
export class Connection extends Emitter<Topics> {
	readonly reader: Reader;
	readonly outbox: Outbox;
	/** Written by `#run` alone. */
	state: State;
	welcome: WelcomeFrame | undefined;
	/** The reader's own presence data: a room knows it for as long as the link lasts. */
	presence: Json | undefined;
	/** Who is there, as it was told last; `undefined` where the area tells nobody, and before the first welcome. */
	attendance: Presence | undefined;
	readonly #settings: Settings;
	readonly #hash: string;
	readonly #timers: Timers;
	readonly #queue: Event[] = [];
	readonly #unhint: () => void;
	/** What keeps it from being live, where that is more than a moment. Written by `#run` alone. */
	trouble: ParlourError | undefined;
	/** Whose connection it is, once a welcome has said so. */
	#user: UserId | undefined;
	#attempt: Attempt = { epoch: 0 };
	#probe: Attempt | undefined;

	constructor(settings: Settings, hash: string, since: string | undefined) {
		super(settings.environment.report);
		this.#settings = settings;
		this.#hash = hash;
		this.reader = new Reader(since);
		this.#timers = new Timers(settings.environment);
		this.outbox = new Outbox(settings.environment, settings);
		this.state = initialState(settings.mode);
		this.#unhint = settings.environment.hints((on) => on === "focus" || this.dispatch({ on }));
	}

	/** The only way in: one event after another, each with its effects before the next. */
	dispatch(event: Event): void {
		// What happens while one is run waits behind it.
		if (this.#queue.push(event) > 1) return;
		for (let next; (next = this.#queue[0]); this.#queue.shift()) this.#guard(() => this.#run(next));
	}

	#run(event: Event): void {
		const from = nameOf(this.state);
		const [state, ...effects] = step(this.state, event, this.#settings.environment.random());
		this.state = state;
		for (const [name, ...given] of effects) {
			// The tuple's type pairs each name with what its method takes; the compiler cannot follow it through a spread.
			this.#guard(() => (this[name] as (...taken: readonly unknown[]) => void)(...given));
		}
		const to = nameOf(state);
		const { code, reason } = state;
		const trouble = troubleOf(state);
		const isNew = trouble?.code !== this.trouble?.code || trouble?.message !== this.trouble?.message;
		if (isNew) this.trouble = trouble;
		if (from !== to) this.emit("state", { from, to, code, reason });
		if (!isNew) return;
		if (trouble) this.#settings.problem(trouble);
		this.emit("trouble", trouble);
	}

	/** One step that fails keeps nothing from the next: an exception here would stop the channel for good. */
	#guard(run: () => void): void {
		try {
			run();
		} catch (thrown) {
			this.#settings.environment.report(thrown);
		}
	}

	/** Sends where the connection is live; answers whether it was. */
	send(message: ClientMessage): boolean {
		const isLive = this.state.phase === "live";
		if (isLive) this.#attempt.link?.send(message);
		return isLive;
	}

	/** Sends a message now or when the connection is live, and waits for its answer. */
	async request<T extends "publish" | "call">(
		message: Given<T> & { readonly type: T },
		sending: Sending,
	): Promise<AnswerTo<T>> {
		const { phase } = this.state;
		if (/lost|closed/.test(phase)) throw new ParlourError(this.endCode);
		if (!sending.mayWait && phase !== "live") throw new ParlourError("not_live");
		const answer = this.outbox.add(message, sending);
		this.flush();
		return answer;
	}

	/** What is asked of a connection that has ended rejects with this. */
	get endCode(): "closed" | "user_changed" {
		return this.state.code === "user_changed" ? "user_changed" : "closed";
	}

	// The effects, which `step` names.

	/** Sends what waits, where the connection is live. */
	flush(): void {
		if (this.state.phase !== "live" || !this.#attempt.isWelcomed) return;
		// What was sent before may be in the log by now; that is known once this reader has read so far.
		if (this.reader.isBehind && this.outbox.hasRepeats) return;
		this.outbox.flush((message) => this.send(message), this.welcome?.limits.messageBytes ?? Number.POSITIVE_INFINITY);
	}

	async ask(fresh: boolean): Promise<void> {
		const { tickets } = this.#settings;
		const { epoch } = this.state;
		try {
			const ticket = await tickets.get(fresh);
			const isNobody = this.#hash === MY_CHANNEL && tickets.canAsk;
			if (ticket !== undefined || !(fresh || isNobody))
				this.dispatch({ on: "ticket", epoch, renewIn: tickets.renewIn });
			// The own channel of nobody: the room need not be asked.
			else this.dispatch({ on: "refused", epoch, ...(!fresh && { code: "ticket_required", reason: "" }) });
		} catch (error) {
			this.dispatch({ on: "ticket_failed", epoch, ...whyFailed(error) });
		}
	}

	open(): void {
		const { via, epoch } = this.state;
		void this.#open(via, (this.#attempt = { epoch }));
	}

	probe(): void {
		void this.#open("socket", (this.#probe = { epoch: 0 }));
	}

	/** The probe takes the place of the poll, whose unanswered publishes go out again. */
	adopt(): void {
		const probe = this.#probe ?? this.#attempt;
		this.#probe = undefined;
		this.#attempt.link?.handOver?.((frames, isLost) => {
			if (/lost|closed/.test(this.state.phase)) return;
			for (const frame of frames) if (frame.type === "signal") this.emit("signal", frame, frame.name);
			if (isLost) this.emit("signalsLost", undefined);
		});
		this.drop();
		probe.epoch = this.state.epoch;
		this.#attempt = probe;
	}

	drop(): void {
		this.#timers.clear();
		leave(this.#attempt);
		leave(this.#probe);
		this.#attempt = { epoch: 0 };
		this.#probe = undefined;
		// Whether what was sent has been done is not for the next user to hear.
		if (this.endCode === "user_changed") this.outbox.end(this.endCode);
		else this.outbox.dropped();
	}

	ping(): void {
		this.#attempt.link?.ping();
	}

	/** Nothing has come since the pong said that there is more. */
	catchUp(): void {
		if (!this.reader.isBehind || this.reader.seq !== this.#attempt.heardAt) return;
		this.#attempt.askedAt = undefined;
		this.#replay(this.#attempt);
	}

	present(): void {
		this.#attempt.link?.send({ type: "renew", ticket: this.#settings.tickets.current ?? "" });
	}

	end(): void {
		this.#unhint();
		// What the room said of the user is theirs, and not the next one's to see.
		if (this.endCode === "user_changed") this.welcome = this.attendance = undefined;
		this.outbox.end(this.endCode);
	}

	arm(timer: Timer, ms: number): void {
		const { epoch } = this.state;
		this.#timers.arm(timer, ms, () => this.dispatch({ on: timer, epoch }));
	}

	disarm(timer: Timer): void {
		this.#timers.disarm(timer);
	}

	// What links tell.

	async #open(via: Via, attempt: Attempt): Promise<void> {
		const { url, tickets, transports, environment } = this.#settings;
		const closed = (close: number, reason: string): void => {
			if (attempt === this.#probe) this.#probe = undefined;
			if (close < 4000) this.#goesOn(attempt);
			const { epoch, fault } = attempt;
			this.dispatch({ on: "dropped", epoch, close, reason, fault });
		};
		try {
			const address = { url, hash: this.#hash, since: this.reader.cursor, ticket: tickets.current };
			attempt.link = await openGuarded(environment, transports[via], address, {
				frames: (frames) => this.#frames(attempt, frames),
				pong: (cursor) => this.#pong(attempt, cursor),
				signalsLost: () => attempt.epoch === this.state.epoch && this.emit("signalsLost", undefined),
				closed,
			});
			if (attempt.isLeft) leave(attempt);
		} catch {
			closed(CLOSE_LOST, "");
		}
	}

	#frames(attempt: Attempt, frames: readonly ServerFrame[]): void {
		if (attempt === this.#probe) {
			if (frames[0]?.type !== "welcome") return;
			// It has come through, and is taken where no call waits on the poll, which could not be repeated.
			if (this.outbox.calls.length === 0) this.dispatch({ on: "climbed", epoch: this.state.epoch });
			if (attempt === this.#probe) {
				this.#probe = undefined;
				leave(attempt);
			}
		}
		for (const frame of frames) {
			// Frames of an earlier attempt are ignored here; and a handler may have closed the channel between two frames.
			if (attempt.epoch === this.state.epoch) this.#take(attempt, frame);
		}
		if (this.reader.isBehind) {
			// A room sends the next few pages once it has heard from the reader.
			if (attempt.epoch === this.state.epoch && this.state.via === "socket") attempt.link?.ping();
			return;
		}
		this.dispatch({ on: "caught_up", epoch: attempt.epoch });
		this.flush();
	}

	/** What the room said last was not why it closes: a fault that answers no request and has ended nothing. */
	#goesOn(attempt: Attempt): void {
		const { fault } = attempt;
		attempt.fault = undefined;
		if (fault) this.#settings.environment.report(fault);
	}

	#take(attempt: Attempt, frame: ServerFrame): void {
		this.#goesOn(attempt);
		switch (frame.type) {
			case "welcome":
				return this.#welcome(attempt, frame);
			case "event":
				if (!this.#isNext(attempt, frame.seq, frame.seq)) return undefined;
				// Another user's message may have the same id.
				if (frame.id !== undefined && (frame.from?.id ?? null) === this.#user) this.outbox.seen(frame.id);
				this.emit("event", frame, frame.name);
				if (frame.receipt) attempt.link?.send({ type: "receipt", seq: frame.seq });
				return undefined;
			case "skip": {
				const { seq, to = seq, lost } = frame;
				if (!this.#isNext(attempt, seq, to)) return undefined;
				this.outbox.missed(false);
				if (lost) this.emit("gap", { resumed: "partial", after: seq - 1, before: to + 1 });
				return undefined;
			}
			case "signal":
				return this.emit("signal", frame, frame.name);
			case "presence":
				return this.#attend(frame);
			case "fault":
				return this.#fault(attempt, frame);
			case "ack":
			case "reply":
				return this.outbox.settle(frame.ref, frame);
		}
	}

	#attend(change: PresenceChange): void {
		this.attendance = withChange(this.attendance, change);
		this.emit("presence", change);
	}

	#welcome(attempt: Attempt, frame: WelcomeFrame): void {
		const isOtherUser = isOther(frame, this.#user, this.#settings.tickets);
		this.#user = frame.you?.id ?? null;
		if (isOtherUser) return this.dispatch({ on: "user_changed" });
		const { epoch, link } = attempt;
		const gap = this.reader.welcome(frame);
		this.welcome = frame;
		attempt.isWelcomed = true;
		if (gap) this.outbox.missed(gap.resumed === "fresh");
		if (this.presence !== undefined) link?.send({ type: "state", data: this.presence });
		if (gap) this.emit("gap", gap);
		this.attendance = undefined;
		if (frame.presence) this.#attend(frame.presence);
		this.dispatch({
			on: "welcome",
			epoch,
			behind: this.reader.isBehind,
			beat: frame.limits.heartbeat,
			renewIn: this.#settings.tickets.renewIn,
		});
	}

	/** Later events are let go while a hole is open: the replay brings them again, after what was missing. */
	#isNext(attempt: Attempt, from: number, to: number): boolean {
		const isNext = this.reader.take(from, to);
		if (to > this.reader.seq) this.#replay(attempt);
		return isNext;
	}

	#fault(attempt: Attempt, fault: ServerFrames["fault"]): void {
		const { ref, code, message } = fault;
		const { epoch } = attempt;
		if (ref !== undefined) return this.outbox.refused(ref, fault);
		if (code === "ticket_expired") return this.dispatch({ on: "expired", epoch });
		if (code === "unknown_cursor") return this.dispatch({ on: "pong", epoch, behind: false, foreign: true });
		attempt.fault = new ParlourError(code, message, fault);
		return this.dispatch({ on: "faulted", epoch });
	}

	/** Asks once for what is missing; again only where the reader has moved since. */
	#replay(attempt: Attempt): void {
		const { cursor, seq } = this.reader;
		if (attempt.askedAt === seq || cursor === undefined) return;
		attempt.askedAt = seq;
		attempt.link?.send({ type: "replay", after: cursor });
	}

	#pong(attempt: Attempt, cursor: string): void {
		const { epoch } = attempt;
		if (epoch !== this.state.epoch) return;
		this.#goesOn(attempt);
		const foreign = this.reader.heard(cursor);
		attempt.heardAt = this.reader.seq;
		this.dispatch({ on: "pong", epoch, behind: this.reader.isBehind, foreign });
	}
}
