import { readCursor } from "../../protocol/cursor.ts";
import { type FaultBody, faultOf } from "../../protocol/fault.ts";
import type { Message } from "../../protocol/message.ts";
import type { Author } from "../../protocol/user.ts";
import { type Encoded, encodeEvent } from "./encode.ts";
import { eventIn, isRepeated } from "./id-owner.ts";
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
	/** Whose idempotency id the message carries; the origin's where it is missing. See {@link idOwner}. */
	readonly owner?: string;
	/** What its author may not read: everything up to this number. */
	readonly floor?: number;
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
			const known = knownAs(intent, log, planned);
			if (known?.isRepeated === true) return { seq: known.seq, at: known.at };
			const expected = expectedHead(intent, log, head);
			if (expected !== head) return { expected };
			const row = rowOf(intent, head + 1, at);
			const stored = known === undefined ? row : { ...row, id: undefined };
			head = row.seq;
			if (stored.id !== undefined) planned.set(keyOf(stored.id, stored.author), stored);
			return { seq: row.seq, at, row: stored };
		} catch (thrown) {
			return { fault: faultOf(thrown) };
		}
	});
}

/** Returns the row that an intent's id stands for. */
function knownAs(intent: Intent, log: Log, planned: ReadonlyMap<string, NewRow>): Known | undefined {
	const { owner, from, message } = intent;
	if (message.id === undefined) return undefined;
	const row = planned.get(keyOf(message.id, owner));
	if (row !== undefined) return { ...row, isRepeated: isRepeated(intent, row.frame) };
	const known = log.find(message.id, owner);
	if (known !== undefined) return { ...known, isRepeated: isRepeated(intent, frameAt(log, known.seq)) };
	// Stored before ids had authors: where its event is gone, it is known for whoever repeats it.
	const old = log.findUnowned(message.id);
	const frame = old === undefined ? undefined : frameAt(log, old.seq);
	const isTheirs = frame === undefined || eventIn(frame).from?.id === from?.id;
	return old === undefined || !isTheirs ? undefined : { ...old, isRepeated: true };
}

interface Known {
	readonly seq: number;
	readonly at: number;
	/** Whether the message is the same; if not, it is another's, who has forged this one's mark. */
	readonly isRepeated: boolean;
}

function frameAt(log: Log, seq: number): Encoded | undefined {
	return log.read(seq - 1, seq, 1)[0]?.frame ?? undefined;
}

function keyOf(id: string, owner = ""): string {
	return JSON.stringify([owner, id]);
}

function rowOf(
	{ message: { name, id, exclude, receipts }, data, from, owner }: Intent,
	seq: number,
	at: number,
): NewRow {
	return {
		seq,
		at,
		frame: encodeEvent({ seq, at, name, data, from, id, receipt: receipts !== undefined }),
		id,
		...(owner !== undefined && { author: owner }),
		exclude,
	};
}

/** Where the log must stand for a message; where it stands if that is all the same. @throws FaultError `unknown_cursor` */
function expectedHead({ message: { expectHead } }: Intent, log: Log, head: number): number {
	if (expectHead === undefined) return head;
	const position = typeof expectHead === "string" ? readCursor(expectHead) : expectHead;
	return seqOf(position, { epoch: log.epoch, head, floor: log.floor });
}
