import { type Cursor, readCursor } from "../protocol/cursor.ts";
import { FaultError } from "../protocol/fault.ts";

/** The cursor of a `since` parameter, missing or empty as none. @throws FaultError `bad_cursor` */
export function sinceOf(value: string | undefined): Cursor | undefined {
	return value === undefined || value === "" ? undefined : readCursor(value);
}

/** A position in the log: a cursor, or a sequence number. @throws FaultError `bad_cursor` */
export function positionOf(value: string | undefined): string | number | undefined {
	if (value === undefined || value === "") return undefined;
	if (/^[0-9]{1,15}$/.test(value)) return Number(value);
	readCursor(value);
	return value;
}

/** A whole number from `min` to `max`. @throws FaultError `bad_request` */
export function numberOf(
	name: string,
	value: string | undefined,
	range: { min: number; max: number; otherwise: number },
): number {
	if (value === undefined || value === "") return range.otherwise;
	const number = /^[0-9]{1,16}$/.test(value) ? Number(value) : Number.NaN;
	if (!(number >= range.min && number <= range.max))
		throw new FaultError("bad_request", `${name} must be a whole number from ${range.min} to ${range.max}.`);
	return number;
}
