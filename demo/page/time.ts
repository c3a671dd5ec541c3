const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export function timeOf(at: number): string {
	return clock.format(at);
}

/** The day in words: today, yesterday, or its date. */
export function dayOf(at: number): string {
	const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
	if (days === 0) return "Today";
	return days === 1 ? "Yesterday" : date.format(at);
}
