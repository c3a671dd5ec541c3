/** Whether a time, in milliseconds since 1970, is less than `ms` ago. One that is yet to come is not: the clock was set back. */
export function isWithin(at: number, ms: number, nowMs: number): boolean {
	return at <= nowMs && nowMs - at < ms;
}
