import type { ChatMessage, Mark } from "../../chat/types.ts";
import { daysBetween } from "../base/language.ts";

/** What stands in a conversation, from top to bottom. */
export type Row =
	| { readonly kind: "day"; readonly key: string; readonly at: number }
	| { readonly kind: "new"; readonly key: string }
	| {
			readonly kind: "message";
			readonly key: string;
			readonly message: ChatMessage;
			/** First or last of what one author wrote in a row. */
			readonly first: boolean;
			readonly last: boolean;
	  };

/** How long somebody may pause, in milliseconds, for two messages to stand together. */
const TOGETHER_MS = 300_000;

/**
 * Puts messages in groups by author, under their days.
 *
 * @param newFrom the first message that is new, in the order of their numbers
 */
export function rowsOf(messages: readonly ChatMessage[], newFrom?: number): Row[] {
	return messages.flatMap((message, index): Row[] => {
		const before = messages[index - 1];
		const after = messages[index + 1];
		const isNewDay = before === undefined || daysBetween(before.at, message.at) !== 0;
		const isNew = newFrom !== undefined && message.seq >= newFrom && !(before && before.seq >= newFrom);
		const isBorder = after !== undefined && newFrom !== undefined && message.seq < newFrom && after.seq >= newFrom;
		return [
			...(isNewDay ? [{ kind: "day", key: `d${message.seq}`, at: message.at } as const] : []),
			...(isNew ? [{ kind: "new", key: "new" } as const] : []),
			{
				kind: "message",
				key: `m${message.seq}`,
				message,
				first: isNewDay || isNew || !isTogether(before, message),
				last: isBorder || !isTogether(message, after),
			},
		];
	});
}

function isTogether(one: ChatMessage | undefined, other: ChatMessage | undefined): boolean {
	return (
		one !== undefined &&
		other !== undefined &&
		one.from?.id === other.from?.id &&
		other.at - one.at < TOGETHER_MS &&
		daysBetween(one.at, other.at) === 0
	);
}

/** What a user had not read when they came to a conversation: so many messages of others, the last of them this one. */
export interface News {
	readonly count: number;
	readonly upTo: number;
	/** The first of them, once it is loaded. */
	readonly from?: number;
}

/** The first message that is new; where that is not loaded yet, the first that is. */
export function firstNew(messages: readonly ChatMessage[], you: string, news: News | undefined): number | undefined {
	if (!news) return undefined;
	// One that was deleted is not counted as unread; one that is deleted afterwards moves nothing.
	const { from: first } = news;
	const others = messages.filter(({ from, seq, deleted }) => {
		return from?.id !== you && seq <= news.upTo && (first === undefined ? !deleted : seq >= first);
	});
	return first === undefined ? (others.at(-news.count) ?? others[0])?.seq : others[0]?.seq;
}

/** The same news with the first of them noted, once so many messages are loaded. */
export function settledNews(messages: readonly ChatMessage[], you: string, news: News | undefined): News | undefined {
	if (!news || news.from !== undefined) return news;
	const others = messages.filter(({ from, seq, deleted }) => from?.id !== you && seq <= news.upTo && !deleted);
	const from = others.at(-news.count)?.seq;
	return from === undefined ? news : { ...news, from };
}

/** How far the user's last message has got; nothing where it is not the last of all. */
export function progress(
	messages: readonly ChatMessage[],
	marks: readonly Mark[],
	you: string,
): { readonly state: "sent" | "delivered" | "seen"; readonly seq: number; readonly by: readonly string[] } | undefined {
	const last = messages.at(-1);
	if (last === undefined || last.from?.id !== you || last.deleted) return undefined;
	const others = marks.filter(({ user }) => user !== you);
	const by = others.filter(({ read }) => read >= last.seq).map(({ user }) => user);
	if (by.length > 0) return { state: "seen", seq: last.seq, by };
	const isDelivered = others.some(({ delivered }) => delivered >= last.seq);
	return { state: isDelivered ? "delivered" : "sent", seq: last.seq, by };
}
