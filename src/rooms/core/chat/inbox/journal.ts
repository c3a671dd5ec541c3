import { CHAT_EVENTS, type ChatMessage } from "../../../../protocol/chat/model.ts";
import type { Json } from "../../../../protocol/json.ts";
import { readJson } from "../../../../protocol/json.ts";
import { json, read, text } from "../../../../protocol/shape.ts";
import type { Log } from "../../log.ts";

/** How much of the log is read at a time, in characters. */
const PAGE = 262_144;

const event = { name: text, data: json } as const;

/** An event of an inbox's log that holds a message's text. */
interface Told {
	/** Its number in the inbox's log. */
	readonly seq: number;
	readonly name: string;
	readonly conversation: string;
	readonly message: ChatMessage;
}

/** What the log has of a conversation's messages, oldest first. Reads all of the log, which keeps little. */
function* toldOf(log: Log, conversation: string): Generator<Told> {
	for (const told of allTold(log)) if (told.conversation === conversation) yield told;
}

function* allTold(log: Log): Generator<Told> {
	for (let at = log.floor; at < log.head;) {
		const rows = log.read(at, log.head, PAGE);
		for (const { seq, frame } of rows) {
			const told = frame === null ? undefined : messageIn(seq, readJson(frame));
			if (told !== undefined) yield told;
		}
		at = rows.at(-1)?.seq ?? log.head;
	}
}

function messageIn(seq: number, frame: Json): Told | undefined {
	const { name, data } = read(event, frame);
	if (name === "chat.message" || name === "chat.changed") {
		const { conversation, message } = read(CHAT_EVENTS["chat.changed"], data);
		return { seq, name, conversation, message };
	}
	if (name !== "chat.conversation") return undefined;
	const { conversation } = read(CHAT_EVENTS[name], data);
	return conversation.last === undefined
		? undefined
		: { seq, name, conversation: conversation.id, message: conversation.last };
}

/** Where the log has the text of a message, also of what it was before it was edited. */
export function placesOf(log: Log, conversation: string, seq: number): { seqs: number[]; summaries: number } {
	const found = [...toldOf(log, conversation)].filter((told) => told.message.seq === seq);
	return {
		seqs: found.map((told) => told.seq),
		summaries: found.filter(({ name }) => name === "chat.conversation").length,
	};
}

/** Where the log has texts of a conversation. */
export function seqsOf(log: Log, conversation: string): number[] {
	return [...toldOf(log, conversation)].map(({ seq }) => seq);
}

/** The numbers of the messages of a user that the log has told of, by conversation. */
export function toldBy(log: Log, user: string): Map<string, number[]> {
	const found = new Map<string, number[]>();
	for (const { name, conversation, message } of allTold(log)) {
		if (name !== "chat.message" || message.from?.id !== user) continue;
		found.set(conversation, [...(found.get(conversation) ?? []), message.seq]);
	}
	return found;
}

/** Whether the log has told of a message. */
export function wasTold(log: Log, conversation: string, seq: number): boolean {
	for (const { name, message } of toldOf(log, conversation))
		if (name === "chat.message" && message.seq === seq) return true;
	return false;
}

/** Messages of a conversation, as the log has them last. Those that retention or a deletion took are missing. */
export function messagesOf(log: Log, conversation: string, seqs: readonly number[]): ChatMessage[] {
	const wanted = new Set(seqs);
	const found = new Map<number, ChatMessage>();
	for (const { message } of toldOf(log, conversation)) if (wanted.has(message.seq)) found.set(message.seq, message);
	return [...found.values()].filter(({ deleted }) => deleted !== true);
}
