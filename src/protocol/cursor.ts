import { FaultError } from "./fault.ts";

/** Where a reader stands in a channel's log. The epoch changes when the log is begun anew. */
export interface Cursor {
	readonly epoch: string;
	readonly seq: number;
}

const CURSOR = /^([A-Za-z0-9]{1,32}):(0|[1-9][0-9]{0,15})$/;

export function formatCursor(epoch: string, seq: number): string {
	return `${epoch}:${seq}`;
}

/** The cursor that a text spells, or `undefined` where it is malformed. */
export function parseCursor(text: string): Cursor | undefined {
	const [, epoch, digits] = CURSOR.exec(text) ?? [];
	const seq = Number(digits);
	return epoch !== undefined && Number.isSafeInteger(seq) ? { epoch, seq } : undefined;
}

/** @throws FaultError `bad_cursor` */
export function readCursor(text: string): Cursor {
	const cursor = parseCursor(text);
	if (cursor === undefined) throw new FaultError("bad_cursor");
	return cursor;
}
