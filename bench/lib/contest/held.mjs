/** How much of what is published may go into a growing backlog. */
const GROWTH = 0.03;

/**
 * Whether a server holds a rate: everything was accepted and delivered, and the backlog did not grow in the last three
 * quarters of the run, by more than 3% of what was published then, or one request where that is less.
 *
 * @param {{ refused: number, lost: number, accepted: number, growth: number }} result `growth` in messages a second
 * @param {{ rate: number, seconds: number, batch: number }} plan
 */
export function isHeld({ refused, lost, accepted, growth }, { rate, seconds, batch }) {
	const window = seconds * 0.75;
	return refused === 0 && lost === 0 && accepted > 0 && growth * window <= Math.max(batch, rate * window * GROWTH);
}
