/** What the objects of this isolate have told the operator since it began. */
export interface Reports {
	readonly count: number;
	/** When the last one was made, in milliseconds since 1970. */
	readonly lastAt: number;
}

// On one's own server, one isolate has the Worker and all objects. On the platform an isolate has some of them, and what it
// says is a hint; the log has every report.
let reports: Reports | undefined;

/** Counts what is told to the operator: a webhook that was dropped or given up. */
export function countReport(nowMs: number): void {
	reports = { count: (reports?.count ?? 0) + 1, lastAt: nowMs };
}

/** Returns what was reported, or `undefined` where nothing was. */
export function reportsSoFar(): Reports | undefined {
	return reports;
}
