/**
 * Returns by how many characters a text is over a limit; 0 where it is not.
 *
 * @param most in Unicode code points, as rooms count
 */
export function excessOf(text: string, most: number): number {
	// Most texts have fewer code units already.
	if (text.length <= most) return 0;
	let count = -most;
	for (const _ of text) count++;
	return Math.max(0, count);
}
