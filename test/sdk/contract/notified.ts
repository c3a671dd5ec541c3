/** What the drivers say of a notify: its results or its error, and the milliseconds that it was to wait. */
export interface Notified {
	readonly results: readonly Result[];
	readonly slept: readonly number[];
	readonly code: string;
	readonly status: number | null;
	readonly text: string;
	readonly message: string;
	readonly retryAfter: number | null;
	/** What became of a second one by the same origin, where it was asked for. */
	readonly next: Notified | null;
}

interface Result {
	readonly ok: boolean;
	readonly seq: number;
	readonly fault: { readonly code: string };
}
