import { FaultError } from "./fault.ts";

/** Where a reader stands in a channel's log. The epoch changes when the log is begun anew. */
export interface Cursor {
	readonly epoch: string;
	readonly seq: number;
	/** Proves since when its bearer was let in, where the area asks for that: `<number in base 36>.<signature>`. */
	readonly proof?: string;
}

const CURSOR = /^([A-Za-z0-9]{1,32}):(0|[1-9][0-9]{0,15})(?::([0-9a-z]{1,11}\.[A-Za-z0-9_-]{16}))?$/;

/** Returns the text of a cursor. */
export function formatCursor(epoch: string, seq: number, proof?: string): string {
	return proof === undefined ? `${epoch}:${seq}` : `${epoch}:${seq}:${proof}`;
}

/** The cursor that a text spells, or `undefined` where it is malformed. */
export function parseCursor(text: string): Cursor | undefined {
	const [, epoch, digits, proof] = CURSOR.exec(text) ?? [];
	const seq = Number(digits);
	if (epoch === undefined || !Number.isSafeInteger(seq)) return undefined;
	return { epoch, seq, ...(proof !== undefined && { proof }) };
}

/** @throws FaultError `bad_cursor` */
export function readCursor(text: string): Cursor {
	const cursor = parseCursor(text);
	if (cursor === undefined) throw new FaultError("bad_cursor");
	return cursor;
}
