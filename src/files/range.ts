import type { ByteRange } from "./keeper.ts";

/**
 * The part that a `Range` header (RFC 9110 section 14) asks for, or `undefined` where all is to be sent: for several
 * parts, other units, or what cannot be read, a server may.
 *
 * @returns `"none"` where nothing of the file is in the range
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | "none" | undefined {
	const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
	if (from === "") return to === "" ? undefined : lastBytes(Number(to), bytes);
	const first = Number(from);
	if (to !== "" && Number(to) < first) return undefined;
	if (first >= bytes) return "none";
	return { first, last: to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1) };
}

function lastBytes(count: number, bytes: number): ByteRange | "none" {
	if (count === 0 || bytes === 0) return "none";
	return { first: Math.max(0, bytes - count), last: bytes - 1 };
}
