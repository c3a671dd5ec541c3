import { file, person } from "../../../../protocol/chat/model.ts";
import { readJson } from "../../../../protocol/json.ts";
import { json, positive, read, type Shape, text, whole } from "../../../../protocol/shape.ts";
import type { Encoded } from "../../encode.ts";

/** The events of a conversation's log. */
export const SAID = "chat.message";
export const EDITED = "chat.edit";
export const DELETED = "chat.delete";
export const REACTED = "chat.react";

const event = { seq: positive, at: whole, name: text, data: json, "from?": person, "id?": text } as const;
const said = { text, "replyTo?": positive, "files?": [file] } as const;
const aboutMessage = { seq: positive } as const;
const edited = { text } as const;

/** An event of the log, its data not yet looked at. */
export type StoredEvent = Shape<typeof event>;
/** What a message said when it was sent. */
export type Said = Shape<typeof said>;

export function readEvent(frame: Encoded): StoredEvent {
	return read(event, readJson(frame));
}

export function readSaid({ data }: StoredEvent): Said {
	return read(said, data);
}

/** The message that an edit, a deletion or a reaction is about. */
export function messageOf({ data }: StoredEvent): number {
	return read(aboutMessage, data).seq;
}

/** What a message says since an edit. */
export function textOf({ data }: StoredEvent): string {
	return read(edited, data).text;
}
