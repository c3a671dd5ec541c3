import { nameOf } from "../../../src/client/chat/messages.ts";
import { CHAT_LIMITS } from "../../../src/protocol/chat/limits.ts";
import type { ChatRequestName } from "../../../src/protocol/chat/model.ts";
import type { ChatRequests } from "../../../src/protocol/chat/requests.ts";
import { membersPage } from "../../../src/rooms/core/chat/conversation/directory.ts";
import type { FakeInbox } from "./fake-inbox.ts";

/** A fault that a request is answered with. */
export class Refusal extends Error {
	readonly code: string;
	readonly retryAfter: number | undefined;

	constructor(code: string, retryAfter?: number) {
		super(code);
		this.code = code;
		this.retryAfter = retryAfter;
	}
}

type Answers = { readonly [R in ChatRequestName]: (given: ChatRequests[R]) => unknown };

/** What the inbox answers to each request. */
export function answersOf(inbox: FakeInbox): Answers {
	return {
		list: ({ before = Number.POSITIVE_INFINITY, limit = CHAT_LIMITS.listPage }) => {
			const all = [...inbox.conversations.values()].map(({ summary }) => summary).sort((a, b) => b.at - a.at);
			const further = all.filter(({ at }) => at < before);
			const unread = all.reduce((sum, one) => sum + (one.muted ? 0 : one.unread), 0);
			const conversations = further.slice(0, limit);
			return { conversations, more: further.length > limit, unread, blocked: inbox.blocked };
		},
		open: ({ user }) => {
			const id = `d.${user}`;
			if (!inbox.conversations.has(id)) {
				inbox.has(id, { at: inbox.now() }, [], { id: user, name: user.toUpperCase() });
				inbox.becomes(id, {});
			}
			return { conversation: inbox.kept(id).summary };
		},
		create: ({ name, users }) => {
			const id = `g.${inbox.conversations.size + 1}`;
			inbox.has(id, { name, members: [inbox.you, ...users.map((user) => ({ id: user }))], at: inbox.now() });
			return { conversation: inbox.becomes(id, {}) };
		},
		rename: ({ conversation, name }) => ({ conversation: inbox.becomes(conversation, { name }) }),
		members: ({ conversation, add = [], remove = [], ...asked }) => {
			const { members, summary } = inbox.kept(conversation);
			if (add.length + remove.length === 0)
				return { conversation: summary, ...membersPage(members, asked), mayRemove: true };
			const stay = members.filter(({ id }) => !remove.includes(id));
			return { conversation: inbox.consistsOf(conversation, [...stay, ...add.map((id) => ({ id }))]) };
		},
		leave: ({ conversation }) => {
			inbox.removes(conversation);
			return {};
		},
		post: ({ conversation, id, text, replyTo, files = [] }) => {
			const kept = inbox.kept(conversation);
			const known = kept.messages.find((one) => one.id === id);
			const sent = files.map((file) => ({
				id: file,
				name: file,
				type: "text/plain",
				bytes: 1,
				url: `/v1/files/${file}`,
			}));
			const more = { id, ...(replyTo && { replyTo }), ...(sent.length > 0 && { files: sent }) };
			const message = known ?? inbox.says(conversation, inbox.you, text, more);
			return { message, delivered: inbox.reaches };
		},
		edit: ({ conversation, seq, text }) => ({
			message: inbox.changes(conversation, seq, { text, edited: inbox.now() }),
		}),
		delete: ({ conversation, seq }) => ({
			message: inbox.changes(conversation, seq, { text: "", files: [], deleted: true }),
		}),
		react: ({ conversation, seq, emoji, on }) => ({
			message: inbox.changes(conversation, seq, { reactions: on ? [{ emoji, users: [inbox.you.id] }] : [] }),
		}),
		history: ({ conversation, before = Number.POSITIVE_INFINITY, limit = CHAT_LIMITS.historyPage }) => {
			const { messages, marks } = inbox.kept(conversation);
			const earlier = messages.filter(({ seq }) => seq < before);
			return { messages: earlier.slice(-limit), more: earlier.length > limit, marks: [...marks.values()] };
		},
		read: ({ conversation, seq }) => {
			const kept = inbox.kept(conversation);
			kept.read = Math.max(kept.read, seq);
			const unread = inbox.unread(kept);
			kept.summary = { ...kept.summary, unread };
			inbox.tell("chat.read", { conversation, seq, unread });
			return { unread };
		},
		typing: () => ({}),
		mute: ({ conversation, on }) => ({ conversation: inbox.becomes(conversation, { muted: on }) }),
		block: ({ user, on }) => {
			inbox.blocked = [...inbox.blocked.filter((one) => one !== user), ...(on ? [user] : [])];
			inbox.tell("chat.blocked", { users: inbox.blocked });
			return { users: inbox.blocked };
		},
		report: () => ({}),
		people: ({ query = "", limit = CHAT_LIMITS.peoplePage }) => {
			const found = inbox.people
				.filter((one) => nameOf(one).toLowerCase().includes(query.toLowerCase()))
				.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
			return { count: inbox.people.length, people: found.slice(0, limit), more: found.length > limit };
		},
	};
}
