import type { Changed } from "../../../../door/chat/conversation-calls.ts";
import type { ChatMessage } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { List } from "./list.ts";
import type { Owner } from "./owner.ts";
import type { People } from "./people.ts";
import type { InboxStore, Lines } from "./ports.ts";
import type { Handlers } from "./requests.ts";
import { actorOf, type Bearer, type Talk } from "./talk.ts";
import type { Voice } from "./voice.ts";

interface HandlerParts {
	readonly owner: Owner;
	readonly list: List;
	readonly people: People;
	readonly talk: Talk;
	readonly lines: Lines;
	readonly voice: Voice;
	readonly store: InboxStore;
	/** Counts what others have to deal with: groups that are begun, and reports. @throws FaultError `rate_limited` */
	readonly begin: () => void;
}

/** What an inbox does with each request. What conversations are asked, their rooms decide. */
export function inboxHandlers(parts: HandlerParts): Handlers {
	const { list, people, talk } = parts;
	return {
		list: (_, page) => list.answer(page),
		open: (by, asked) => talk.open(by, asked),
		create: (by, asked) => {
			parts.begin();
			return talk.create(by, asked);
		},
		members: (by, asked) => talk.members(by, asked),
		mute: async (_, { conversation, on }) => ({ conversation: await list.mute(conversation, on) }),
		people: (_, asked) => people.ask(asked),
		...membership(parts),
		...messages(parts),
		...reading(parts),
	};
}

function membership({
	owner,
	list,
	talk,
	lines,
	voice,
	store,
}: HandlerParts): Pick<Handlers, "rename" | "leave" | "block"> {
	return {
		async rename(by, { conversation, name }) {
			return { conversation: await list.put(await lines.conversation(conversation).rename(actorOf(by), name)) };
		},
		async leave(_, { conversation }) {
			try {
				await lines.conversation(conversation).leave(owner.id);
			} catch (thrown) {
				if (!isGone(thrown) || list.find(conversation)?.kind !== "group") throw thrown;
				// The list had not heard of it, or a crash came between the two: a further try ends it.
			}
			await list.remove(conversation);
			return {};
		},
		async block(_, asked) {
			const isNews = await talk.block(asked);
			const users = store.blocked();
			if (isNews) await voice.say("chat.blocked", { users });
			if (asked.on) await list.ignore(asked.user);
			return { users };
		},
	};
}

/** Whether a room does not know the user as a member any more, or is no more. */
function isGone(thrown: unknown): boolean {
	const code = thrown instanceof FaultError ? thrown.fault.code : undefined;
	return code === "forbidden" || code === "not_found";
}

function messages({
	list,
	lines,
	begin,
}: HandlerParts): Pick<Handlers, "post" | "edit" | "delete" | "react" | "report"> {
	const changed = async (conversation: string, now: Changed): Promise<{ message: ChatMessage }> => {
		await list.changed(conversation, now);
		return { message: now.message };
	};
	return {
		async post(by, { conversation, ...draft }) {
			const known = list.find(conversation);
			const posted = await lines.conversation(conversation).post(actorOf(by), draft);
			// Who was taken out of it before the answer came does not get it back into their list by that.
			if (known === undefined || list.find(conversation) !== undefined) await list.sent(posted);
			return { message: posted.message, delivered: [...posted.delivered] };
		},
		edit: async (by, { conversation, ...edit }) =>
			changed(conversation, await lines.conversation(conversation).edit(actorOf(by), edit)),
		delete: async (by, { conversation, ...which }) =>
			changed(conversation, await lines.conversation(conversation).delete(actorOf(by), which)),
		react: async (by, { conversation, ...reaction }) =>
			changed(conversation, await lines.conversation(conversation).react(actorOf(by), reaction)),
		async report(by, { conversation, ...report }) {
			begin();
			await lines.conversation(conversation).report(actorOf(by), report);
			return {};
		},
	};
}

function reading({ owner, list, lines }: HandlerParts): Pick<Handlers, "history" | "read" | "typing"> {
	return {
		async history(by, { conversation, ...page }) {
			const { messages: found, ...rest } = await lines.conversation(conversation).history(actorOf(by), page);
			// What was said in a direct conversation before the block stays there for both.
			if (list.find(conversation)?.kind !== "group") return { ...rest, messages: found };
			return { ...rest, messages: found.filter(({ from }) => from === undefined || !owner.blocks(from.id)) };
		},
		async read(_: Bearer, { conversation, seq }) {
			const { read, unread } = await list.read(conversation, seq);
			// Told again where an earlier try failed on the way; a mark that has not moved is told to nobody.
			if (read > 0) await lines.conversation(conversation).mark(owner.id, { read });
			return { unread };
		},
		async typing(by, { conversation }) {
			await lines.conversation(conversation).typing(actorOf(by));
			return {};
		},
	};
}
