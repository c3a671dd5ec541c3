/** What is to be said of many durations. */
export interface Spread {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly most: number;
	/** How many there are in each of {@link BINS} equal parts from 0 to `most`. */
	readonly bins: readonly number[];
}

const BINS = 48;

/** `undefined` for none. */
export function spreadOf(durations: readonly number[]): Spread | undefined {
	const sorted = Float64Array.from(durations).sort();
	const most = sorted.at(-1);
	if (most === undefined) return undefined;
	// The nearest rank, so that each percentile is a duration that there was.
	const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? most;
	const bins = Array.from({ length: BINS }, () => 0);
	for (const duration of sorted) {
		const bin = most === 0 ? 0 : Math.min(BINS - 1, Math.floor((duration / most) * BINS));
		bins[bin] = (bins[bin] ?? 0) + 1;
	}
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most, bins };
}

/** In words. */
export function inWords({ p50, p95, p99, most }: Spread): string {
	return `p50 ${milliseconds(p50)} · p95 ${milliseconds(p95)} · p99 ${milliseconds(p99)} · most ${milliseconds(most)}`;
}

export function milliseconds(value: number): string {
	return `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 })} ms`;
}
