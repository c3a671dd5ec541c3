import type { Kept } from "./types.ts";

const DAY_MS = 86_400_000;

/** How much is kept of one user at one deployment, and for how long. */
export const KEEP_LIMITS = {
	/** How many messages. */
	messages: 200,
	/** What their files may take together, in bytes. */
	bytes: 67_108_864,
	/** After how long a message is not sent by itself any more, in milliseconds. */
	ageMs: 7 * DAY_MS,
	/** How long a page leaves something new to the page that wrote it, in milliseconds. */
	adoptMs: 2_000,
} as const;

/** Returns whether there is room for one more. One that takes the place of another is counted in its stead. */
export function hasRoom(there: readonly Pick<Kept, "id" | "bytes">[], one: Pick<Kept, "id" | "bytes">): boolean {
	const others = there.filter(({ id }) => id !== one.id);
	const bytes = others.reduce((sum, other) => sum + other.bytes, one.bytes);
	return others.length < KEEP_LIMITS.messages && bytes <= KEEP_LIMITS.bytes;
}

/** Returns a message as it is now: one that has waited too long has failed. */
export function aged(kept: Kept, now: number): Kept {
	const isOld = kept.state === "waiting" && now - kept.at > KEEP_LIMITS.ageMs;
	return isOld ? { ...kept, state: "failed", code: "expired" } : kept;
}
