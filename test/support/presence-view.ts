import type { Member, Presence, ServerFrame } from "../../src/protocol/server-frames.ts";

/** Who is there, as a page knows it that follows its frames, and nothing else. */
export interface PresenceView {
	readonly count: number;
	/** In the order of their ids. */
	readonly members: readonly Member[];
}

/** What a page knows after these frames: its welcome, and the changes that followed. */
export function viewAfter(frames: readonly ServerFrame[]): PresenceView {
	const members = new Map<string, Member>();
	let count = 0;
	for (const frame of frames) {
		if (frame.type === "welcome" || (frame.type === "presence" && frame.members !== undefined)) {
			const whole: Presence | undefined = frame.type === "welcome" ? frame.presence : frame;
			members.clear();
			for (const member of whole?.members ?? []) members.set(member.id, member);
			count = whole?.count ?? 0;
		}
		if (frame.type !== "presence") continue;
		for (const id of frame.left ?? []) members.delete(id);
		for (const member of frame.joined ?? []) members.set(member.id, member);
		({ count } = frame);
	}
	return { count, members: [...members.values()].toSorted(byId) };
}

/** The same of what the room answers to a question. */
export function viewOf({ count, members = [] }: Presence): PresenceView {
	return { count, members: members.toSorted(byId) };
}

function byId(one: Member, other: Member): number {
	return one.id < other.id ? -1 : 1;
}
