import type { Rate } from "../../config/rules.ts";
import { Bucket } from "./bucket.ts";

/** How many buckets may be held before full ones are thrown away. */
const SWEEP_AT = 1_000;

/** A bucket for each key, made when it is first asked for and forgotten some time after it has filled. */
export class Buckets {
	readonly #buckets = new Map<string, Bucket>();

	/** Returns the bucket of a key; the rate is that of a new one. */
	get(key: string, rate: Rate, nowMs: number): Bucket {
		const found = this.#buckets.get(key);
		if (found !== undefined) return found;
		if (this.#buckets.size >= SWEEP_AT)
			for (const [other, bucket] of this.#buckets) if (bucket.isFull(nowMs)) this.#buckets.delete(other);
		const bucket = new Bucket(rate, nowMs);
		this.#buckets.set(key, bucket);
		return bucket;
	}
}
