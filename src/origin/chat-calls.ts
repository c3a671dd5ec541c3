import { type ChatMessage, type Conversation, conversation, mark, type Mark, message } from "../protocol/chat/model.ts";
import type { Decoder } from "../protocol/decode.ts";
import { API } from "../protocol/paths.ts";
import { bool, type Kind, read, type Shape } from "../protocol/shape.ts";
import { type Again, asker, queryOf } from "./ask.ts";
import { checkFields } from "./fields.ts";
import type { Send } from "./request.ts";
import type { Retrier } from "./retry.ts";

/** A user as a site names them; a whole number as id stands for its decimal text. */
export interface PersonInput {
	readonly id: string | number;
	readonly name?: string | undefined;
	/** Anything else about the user that others may see, up to 1 KB as JSON. */
	readonly info?: unknown;
}

/** A conversation to be opened. */
export type Opening =
	| {
			readonly kind: "direct";
			readonly users: readonly [PersonInput, PersonInput];
			readonly name?: undefined;
			readonly id?: undefined;
	  }
	| {
			readonly kind: "group";
			readonly name: string;
			readonly users: readonly PersonInput[];
			/** A name of the site's own, under which it is opened once. */
			readonly id?: string;
	  };

/** What an origin says in a conversation. */
export interface Saying {
	readonly text: string;
	/** The member in whose name it is said; the site itself where it is missing. */
	readonly from?: PersonInput;
	/** Under the same id it is said once. */
	readonly id?: string;
}

export interface Members {
	readonly add?: readonly PersonInput[];
	/** User ids. */
	readonly remove?: ReadonlyArray<string | number>;
}

/** What is before something: messages before a number, conversations before a time in milliseconds since 1970. */
export interface ChatPage {
	readonly before?: number;
	readonly limit?: number;
}

/** Messages, oldest first. */
export interface Messages {
	readonly messages: readonly ChatMessage[];
	/** Whether there is more before the first. */
	readonly more: boolean;
	/** How far each member has got. */
	readonly marks: readonly Mark[];
}

/** Conversations as their user sees them, the latest first. */
export interface Conversations {
	readonly conversations: readonly Conversation[];
	readonly more: boolean;
}

/** What an origin does with conversations. Failures that pass are retried; nothing is done twice by that. */
export interface ChatCalls {
	/** Lets users talk to each other. @throws OriginError */
	introduce(users: readonly PersonInput[]): Promise<void>;
	/** Opens a conversation, or answers the one that there is. @throws OriginError */
	open(opening: Opening): Promise<Conversation>;
	/** @throws OriginError `not_found` */
	get(id: string): Promise<Conversation>;
	/** Adds and removes members of a group. @throws OriginError */
	members(id: string, change: Members): Promise<Conversation>;
	/** Gives a group another name. @throws OriginError */
	rename(id: string, name: string): Promise<Conversation>;
	/** @throws OriginError `conflict` where the conversation is closed */
	post(id: string, saying: Saying): Promise<ChatMessage>;
	/** Deletes a message, whoever wrote it: its text and its files. @throws OriginError `not_found` */
	delete(id: string, seq: number): Promise<ChatMessage>;
	/** The newest messages, or those before one. @throws OriginError */
	messages(id: string, page?: ChatPage): Promise<Messages>;
	/** Nobody can write there any more. @throws OriginError */
	close(id: string): Promise<Conversation>;
	/** A user's list. @throws OriginError */
	list(user: string | number, page?: ChatPage): Promise<Conversations>;
}

const nothing = as({});
const one = as({ conversation });
const told = as({ message });
const history = as({ messages: [message], more: bool, marks: [mark] } as const);
const conversations = as({ conversations: [conversation], more: bool } as const);

export function chatCalls(send: Send, retrier: Retrier): ChatCalls {
	const again = asker(send, retrier);
	return {
		async introduce(users) {
			checkPeople(users, "users");
			await again(post("/introduce", { users }), nothing);
		},
		async open(opening) {
			checkFields<Opening>(opening, { kind: true, users: true, name: true, id: true }, "An opening");
			checkPeople(opening.users, "users");
			// A group that was opened and not heard of would be opened anew: its name is chosen here.
			const id = opening.kind === "group" ? { id: opening.id ?? retrier.newId() } : {};
			return (await again(post("/conversations", { ...opening, ...id }), one)).conversation;
		},
		async members(id, change) {
			checkFields<Members>(change, { add: true, remove: true }, "A change of members");
			checkPeople(change.add, "add");
			return (await again(post(pathOf(id, "/members"), change), one)).conversation;
		},
		rename: async (id, name) => (await again(post(pathOf(id), { name }), one)).conversation,
		async post(id, saying) {
			checkFields<Saying>(saying, { text: true, from: true, id: true }, "A message");
			checkPeople([saying.from], "from");
			const whole = { ...saying, id: saying.id ?? retrier.newId() };
			return (await again(post(pathOf(id, "/messages"), whole), told)).message;
		},
		delete: async (id, seq) =>
			(await again({ method: "DELETE", path: CHAT + pathOf(id, `/messages/${seq}`) }, told)).message,
		...reading(again),
	};
}

function reading(again: Again): Pick<ChatCalls, "get" | "messages" | "close" | "list"> {
	return {
		get: async (id) => (await again(get(pathOf(id)), one)).conversation,
		messages: async (id, page) => again(get(pathOf(id, "/messages") + pageQuery(page)), history),
		close: async (id) => (await again({ method: "DELETE", path: CHAT + pathOf(id) }, one)).conversation,
		list: async (user, page) =>
			again(get(`/users/${encodeURIComponent(user)}/conversations${pageQuery(page)}`), conversations),
	};
}

const CHAT = `${API}/chat`;

function pageQuery(page: ChatPage = {}): string {
	checkFields<ChatPage>(page, { before: true, limit: true }, "A page");
	return queryOf({ ...page });
}

/** What is missing the deployment says. */
function checkPeople(people: ReadonlyArray<PersonInput | undefined> | undefined, at: string): void {
	for (const person of people ?? [])
		if (person !== undefined) checkFields<PersonInput>(person, { id: true, name: true, info: true }, at);
}

function get(path: string) {
	return { method: "GET", path: CHAT + path } as const;
}

function post(path: string, body: object) {
	return { method: "POST", path: CHAT + path, body: JSON.stringify(body) } as const;
}

/** An id may hold whatever a site names its groups by: as it stands, it could name another path. */
function pathOf(id: string, rest = ""): string {
	return `/conversations/${encodeURIComponent(id)}${rest}`;
}

/** Reads what pages are told of chat as an origin reads answers. */
function as<const K extends Kind>(kind: K): Decoder<Shape<K>> {
	return (value) => read(kind, value ?? null);
}

export type { ChatMessage, Conversation, Mark, Person } from "../protocol/chat/model.ts";
