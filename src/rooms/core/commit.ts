import { readCursor } from "../../protocol/cursor.ts";
import { type FaultBody, faultOf } from "../../protocol/fault.ts";
import type { Message } from "../../protocol/message.ts";
import type { Author } from "../../protocol/user.ts";
import { encodeEvent } from "./encode.ts";
import type { Log } from "./log.ts";
import type { NewRow } from "./ports.ts";
import type { Reader } from "./reader.ts";
import { seqOf } from "./resume.ts";

/** A message that may be published, on its way into the log. Who may has been decided before. */
export interface Intent {
	readonly message: Message;
	/** The message's data as JSON. */
	readonly data: string;
	readonly from?: Author;
	/** The socket it came by, which gets an ack and does not count among the recipients. */
	readonly own?: Reader;
}

/** What became of a message. */
export type Outcome =
	| { readonly seq: number; readonly at: number; readonly row?: NewRow }
	/** The log has moved on since `expected`; what was newer can be told once the commit is stored. */
	| { readonly expected: number }
	| { readonly fault: FaultBody };

/**
 * Numbers messages and makes their rows; stores nothing. A message whose id the log knows gets the first one's number.
 * Later messages see the earlier ones of the same commit as if they were stored.
 */
export function planCommit(intents: readonly Intent[], log: Log, nowMs: number): Outcome[] {
	let head = log.head;
	// Never earlier than the row before, whatever the clock does, so that age and number agree.
	const at = Math.max(nowMs, log.newestAt);
	const planned = new Map<string, NewRow>();
	return intents.map((intent) => {
		try {
			const { id } = intent.message;
			const known = id === undefined ? undefined : (planned.get(id) ?? log.find(id));
			if (known !== undefined) return { seq: known.seq, at: known.at };
			const expected = expectedHead(intent, log, head);
			if (expected !== head) return { expected };
			const row = rowOf(intent, head + 1, at);
			head = row.seq;
			if (id !== undefined) planned.set(id, row);
			return { seq: row.seq, at, row };
		} catch (thrown) {
			return { fault: faultOf(thrown) };
		}
	});
}

function rowOf({ message: { name, id, exclude, receipts }, data, from }: Intent, seq: number, at: number): NewRow {
	return {
		seq,
		at,
		frame: encodeEvent({ seq, at, name, data, from, id, receipt: receipts !== undefined }),
		id,
		exclude,
	};
}

/** Where the log must stand for a message; where it stands if that is all the same. @throws FaultError `unknown_cursor` */
function expectedHead({ message: { expectHead } }: Intent, log: Log, head: number): number {
	if (expectHead === undefined) return head;
	const position = typeof expectHead === "string" ? readCursor(expectHead) : expectHead;
	return seqOf(position, { epoch: log.epoch, head, floor: log.floor });
}
