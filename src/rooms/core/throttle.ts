import type { AreaRules } from "../../config/rules.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Caller } from "./access.ts";
import { Bucket } from "./bucket.ts";
import type { Clock } from "./ports.ts";

/** How many users' buckets may be held before full ones are thrown away. */
const SWEEP_AT = 1_000;

/** Holds each socket and each user to the area's rates. Origins are not counted. */
export class Throttle {
	readonly #clock: Clock;
	readonly #rates: AreaRules["rates"];
	readonly #sockets = new WeakMap<object, Bucket>();
	readonly #users = new Map<string, Bucket>();

	constructor(rates: AreaRules["rates"], clock: Clock) {
		this.#rates = rates;
		this.#clock = clock;
	}

	/** Counts a frame of a socket, whatever is in it. @throws FaultError `rate_limited` */
	frame(socket: object): void {
		const now = this.#clock.now();
		let bucket = this.#sockets.get(socket);
		if (bucket === undefined) this.#sockets.set(socket, (bucket = new Bucket(this.#rates.socket, now)));
		refuse(bucket.take(now));
	}

	/** Counts a publish of a user, by whatever way it came. Guests share one bucket. @throws FaultError `rate_limited` */
	publish(caller: Caller): void {
		if (caller.kind === "origin") return;
		refuse(this.#bucketOf(caller.kind === "member" ? `u${caller.user.id}` : "guests").take(this.#clock.now()));
	}

	#bucketOf(key: string): Bucket {
		const now = this.#clock.now();
		const found = this.#users.get(key);
		if (found !== undefined) return found;
		if (this.#users.size >= SWEEP_AT)
			for (const [user, bucket] of this.#users) if (bucket.isFull(now)) this.#users.delete(user);
		const bucket = new Bucket(this.#rates.user, now);
		this.#users.set(key, bucket);
		return bucket;
	}
}

function refuse(waitMs: number): void {
	if (waitMs > 0) throw new FaultError("rate_limited", undefined, { retryAfter: waitMs });
}
