import type { Presence } from "../../protocol/server-frames.ts";
import type { PresenceChange } from "./topics.ts";

const NOBODY: Presence = { count: 0 };

/** Returns who is there after a change. A change that names all `members` stands for itself. */
export function withChange({ members: before = [] }: Presence = NOBODY, change: PresenceChange): Presence {
	const { count, members, sample, joined = [], left = [] } = change;
	const gone = new Set([...left, ...joined.map(({ id }) => id)]);
	const all = members ?? [...before.filter(({ id }) => !gone.has(id)), ...joined];
	return { count, ...(all.length > 0 && { members: all }), ...(sample && { sample }) };
}
