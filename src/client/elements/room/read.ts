import { isBlank } from "../../../protocol/chat/blank.ts";
import type { Json } from "../../../protocol/json.ts";
import { positive, read, text } from "../../../protocol/shape.ts";
import type { EventFrame, Member } from "../../../protocol/server-frames.ts";
import type { Person, Said } from "./entry.ts";

/** The name of the events that a room shows, and of the signal that somebody is writing. */
export const MESSAGE = "message";
export const TYPING = "typing";

export function personOf({ id, name }: Pick<Member, "id" | "name">): Person {
	// A name that looks empty would show as nobody.
	return { id, name: name === undefined || isBlank(name) ? id : name.trim() };
}

/** The message that an event is; `undefined` for one that a room does not show. */
export function messageOf(event: EventFrame, you: string | undefined): Said | undefined {
	const { seq, at, from, name, data, id } = event;
	const said = name === MESSAGE ? attempt(() => read({ text } as const, data)) : undefined;
	if (!said || isBlank(said.text)) return undefined;
	const mine = from !== undefined && from.id === you;
	return {
		kind: "message",
		// One's own has the key under which it was shown before it had a number. Others choose their ids as they like.
		key: mine && id !== undefined ? `d${id}` : `m${seq}`,
		order: seq,
		seq,
		at,
		text: said.text,
		from: from && personOf(from),
		mine,
	};
}

/** The numbers that an event of the room takes back. */
export function removedBy(data: Json): readonly number[] {
	return attempt(() => read({ seqs: [positive] } as const, data))?.seqs ?? [];
}

/** What others send is read, or else ignored. */
function attempt<T>(run: () => T): T | undefined {
	try {
		return run();
	} catch {
		return undefined;
	}
}
