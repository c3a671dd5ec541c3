import type { Kept } from "./types.ts";

/** Returns what is stored as a message; `undefined` for what is none, such as one of a later version. */
export function readKept(value: unknown): Kept | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const { id, lane, at, order, state, code, bytes, body } = value as Readonly<Record<string, unknown>>;
	if (typeof id !== "string" || typeof lane !== "string") return undefined;
	if (typeof at !== "number" || typeof order !== "number" || typeof bytes !== "number") return undefined;
	if (state !== "waiting" && state !== "failed") return undefined;
	return { id, lane, at, order, state, bytes, body, ...(typeof code === "string" && { code }) };
}
