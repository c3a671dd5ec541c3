/**
 * How fast a backlog grows: the slope of the straight line through its samples (least squares), in its unit a second.
 * One look at its end would not do, because fan-out in batches lets it rise and fall all the time.
 *
 * @param {readonly (readonly [ms: number, size: number])[]} samples
 */
export function growth(samples) {
	const count = samples.length;
	if (count < 2) return 0;
	const meanTime = samples.reduce((sum, [ms]) => sum + ms, 0) / count;
	const meanSize = samples.reduce((sum, [, size]) => sum + size, 0) / count;
	let product = 0;
	let square = 0;
	for (const [ms, size] of samples) {
		product += (ms - meanTime) * (size - meanSize);
		square += (ms - meanTime) ** 2;
	}
	return square === 0 ? 0 : (product / square) * 1000;
}
