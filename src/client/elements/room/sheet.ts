/** For how long a measure holds, in seconds: for good, or no longer at all. */
export type Term = number | true | false;

/** A question over the room: to confirm something, or for how long. */
export interface Sheet {
	readonly title: string;
	readonly text: string;
	readonly confirm: string;
	/** What the button says where the measure is to be lifted. */
	readonly lift?: string;
	/** Whether it is asked for how long. */
	readonly terms: boolean;
	readonly run: (term: Term) => Promise<void>;
	/** What had the keyboard before. */
	readonly at: HTMLElement;
	term: Term;
	isBusy: boolean;
	/** What went wrong, in words. */
	failed?: string | undefined;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What may be chosen, in seconds. */
export const TERMS: readonly Term[] = [10 * MINUTE, HOUR, DAY, 7 * DAY, true, false];
