import type { Rates } from "../../config/rules.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Caller } from "./access.ts";
import { Bucket } from "./bucket.ts";
import { Buckets } from "./buckets.ts";
import type { ReplayBudget } from "./catch-up.ts";
import type { ReadBudget } from "./polls.ts";
import type { Clock } from "./ports.ts";
import type { Reader } from "./reader.ts";

type UserRate = Exclude<keyof Rates, "socket" | "replay">;

/** A signal of more than this counts more than once. */
const SIGNAL_CHARS = 1_024;
/**
 * Guests have no name, and many may share an address: a school has one for all. So an address may do as much as so many
 * users, but publish no more than one, because what is published is stored.
 */
const GUESTS_PER_ADDRESS = 4;
/** All guests of whom no address is known: a crowd behind a proxy that was not named must still get in. */
const GUESTS_OF_NO_ADDRESS = 100;

/** Holds each socket and each user to the area's rates. Origins are not counted. */
export class Throttle implements ReplayBudget, ReadBudget {
	readonly #clock: Clock;
	readonly #rates: Rates;
	readonly #sockets = new WeakMap<object, Bucket>();
	readonly #replays = new WeakMap<Reader, Bucket>();
	readonly #users = new Buckets();

	constructor(rates: Rates, clock: Clock) {
		this.#clock = clock;
		this.#rates = rates;
	}

	/** Counts a frame of a socket, whatever is in it. @throws FaultError `rate_limited` */
	frame(socket: object): void {
		const now = this.#clock.now();
		let bucket = this.#sockets.get(socket);
		if (bucket === undefined) this.#sockets.set(socket, (bucket = new Bucket(this.#rates.socket, now)));
		refuse(bucket.take(now));
	}

	/** Counts a publish of a user, or a call, by whatever way it came. @throws FaultError `rate_limited` */
	publish(caller: Caller): void {
		if (caller.kind !== "origin") refuse(this.#of("user", caller).take(this.#clock.now()));
	}

	/** Counts a signal, or a member's own data, of so many characters. @throws FaultError `rate_limited` */
	signal(caller: Caller, chars: number): void {
		if (caller.kind === "origin") return;
		const now = this.#clock.now();
		const bucket = this.#of("signals", caller);
		refuse(bucket.take(now));
		bucket.spend(Math.floor(chars / SIGNAL_CHARS), now);
	}

	/** Counts a request of a user that is none of the above. @throws FaultError `rate_limited` */
	request(caller: Caller): void {
		if (caller.kind !== "origin") refuse(this.#of("requests", caller).take(this.#clock.now()));
	}

	/** Refuses to read the log for a caller who has been sent too much of it. @throws FaultError `rate_limited` */
	assertMayRead(caller: Caller): void {
		refuse(this.readWait(caller));
	}

	readWait(caller: Caller): number {
		return caller.kind === "origin" ? 0 : this.#of("replayUser", caller).wait(this.#clock.now());
	}

	read(caller: Caller, chars: number): void {
		if (caller.kind !== "origin") this.#of("replayUser", caller).spend(chars, this.#clock.now());
	}

	replayWait(reader: Reader): number {
		const now = this.#clock.now();
		return Math.max(this.#replayOf(reader).wait(now), this.readWait(reader.caller));
	}

	replayed(reader: Reader, chars: number): void {
		this.#replayOf(reader).spend(chars, this.#clock.now());
		this.read(reader.caller, chars);
	}

	#replayOf(reader: Reader): Bucket {
		let bucket = this.#replays.get(reader);
		if (bucket === undefined) this.#replays.set(reader, (bucket = new Bucket(this.#rates.replay, this.#clock.now())));
		return bucket;
	}

	#of(what: UserRate, caller: Caller): Bucket {
		const who =
			caller.kind === "member" ? `u${caller.user.id}` : `g${(caller.kind === "guest" && caller.address) || ""}`;
		const { perSecond, burst } = this.#rates[what];
		const times = caller.kind === "guest" ? timesOf(what, caller.address) : 1;
		const rate = { perSecond: perSecond * times, burst: burst * times };
		return this.#users.get(`${what} ${who}`, rate, this.#clock.now());
	}
}

/** How many users guests count as. */
function timesOf(what: UserRate, address: string | undefined): number {
	if (what === "user") return 1;
	// What is sent again is held in memory until it is read, so that many more must not get it at once.
	return address === undefined && what !== "replayUser" ? GUESTS_OF_NO_ADDRESS : GUESTS_PER_ADDRESS;
}

/** @throws FaultError `rate_limited` where there is something to wait for, in milliseconds */
export function refuse(waitMs: number): void {
	if (waitMs > 0) throw new FaultError("rate_limited", undefined, { retryAfter: waitMs });
}
