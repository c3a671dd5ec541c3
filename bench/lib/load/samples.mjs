/** Collects times and answers quantiles; past its room it keeps a random sample of all. */
export class Samples {
	#values;
	#count = 0;

	/** @param {number} room */
	constructor(room = 200_000) {
		this.#values = new Float64Array(room);
	}

	get count() {
		return this.#count;
	}

	/** @param {number} value */
	add(value) {
		const at = this.#count < this.#values.length ? this.#count : Math.floor(Math.random() * (this.#count + 1));
		if (at < this.#values.length) this.#values[at] = value;
		this.#count++;
	}

	/** @param {number} share from 0 to 1 */
	quantile(share) {
		const kept = this.#values.subarray(0, Math.min(this.#count, this.#values.length)).toSorted();
		return kept.length === 0
			? Number.NaN
			: /** @type {number} */ (kept[Math.min(kept.length - 1, Math.floor(kept.length * share))]);
	}
}
