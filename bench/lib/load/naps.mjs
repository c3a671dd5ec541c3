/** How long a nap is: what it can add to a latency. */
export const NAP_MS = 2;

const cell = new Int32Array(new SharedArrayBuffer(4));

/**
 * Lets this process sleep a little in each turn of its event loop. Under load, reading a socket as soon as it has one
 * frame costs far more than the frame: so a turn finds several, and the load generator needs a fraction of the CPU.
 *
 * @returns {() => void} ends it
 */
export function takeNaps() {
	let isOver = false;
	const nap = () => {
		if (isOver) return;
		Atomics.wait(cell, 0, 0, NAP_MS);
		setImmediate(nap);
	};
	setImmediate(nap);
	return () => void (isOver = true);
}
