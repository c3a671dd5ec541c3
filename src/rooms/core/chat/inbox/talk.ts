import type { Actor, Block, MembersQuery } from "../../../../door/chat/conversation-calls.ts";
import type { Introduction } from "../../../../door/chat/introduction.ts";
import type { ChatAnswers, Conversation, Person } from "../../../../protocol/chat/model.ts";
import type { ChatRequests } from "../../../../protocol/chat/requests.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { Caller } from "../../access.ts";
import type { List } from "./list.ts";
import { type Owner, personOf } from "./owner.ts";
import type { Lines } from "./ports.ts";

/** A user, at one of their pages. */
export type Bearer = Extract<Caller, { kind: "member" }>;

/** Conversations whose rooms are told of a user's new name. */
const MOST_RENAMED = 50;

export interface TalkParts {
	readonly owner: Owner;
	readonly list: List;
	readonly lines: Lines;
}

/** How conversations begin, and who is in them: what needs the word of the others' inboxes. */
export class Talk {
	readonly #owner: Owner;
	readonly #list: List;
	readonly #lines: Lines;

	constructor({ owner, list, lines }: TalkParts) {
		this.#owner = owner;
		this.#list = list;
		this.#lines = lines;
	}

	/** The conversation with a user, which is begun where there is none. @throws FaultError */
	async open(by: Bearer, { user }: ChatRequests["open"]): Promise<ChatAnswers["open"]> {
		if (user === this.#owner.id) throw new FaultError("forbidden", "Nobody has a conversation with themselves.");
		const id = await this.#lines.directId(this.#owner.id, user);
		const known = this.#list.find(id);
		if (known !== undefined) return { conversation: known };
		const self = personOf(by);
		const [other] = await this.#meet(self, [user]);
		if (other === undefined) throw new FaultError("internal");
		const blocks: Block[] = [];
		if (other.blocks) blocks.push({ by: user, user: self.id });
		if (this.#owner.blocks(user)) blocks.push({ by: self.id, user });
		const beginning = { kind: "direct", members: [self, other.person], blocks } as const;
		return this.#put(await this.#lines.conversation(id).begin(actorOf(by), beginning));
	}

	/** A new group. @throws FaultError */
	async create(by: Bearer, { name, users }: ChatRequests["create"]): Promise<ChatAnswers["create"]> {
		const self = personOf(by);
		const members = [self, ...(await this.#invited(self, users))];
		const id = this.#lines.newGroupId();
		return this.#put(await this.#lines.conversation(id).begin(actorOf(by), { kind: "group", name, members }));
	}

	/** @throws FaultError */
	async members(by: Bearer, asked: ChatRequests["members"]): Promise<ChatAnswers["members"]> {
		const { conversation, add = [], remove = [], ...query } = asked;
		if (add.length + remove.length === 0) return this.#people(by, conversation, query);
		const change = { add: await this.#invited(personOf(by), add), remove };
		const about = await this.#lines.conversation(conversation).members(actorOf(by), change);
		if (!remove.includes(by.user.id)) return this.#put(about);
		await this.#list.remove(conversation);
		return { conversation: about };
	}

	/** Who the members are. */
	async #people(by: Bearer, id: string, query: MembersQuery): Promise<ChatAnswers["members"]> {
		const { about, people, ...page } = await this.#lines.conversation(id).people(actorOf(by), query);
		return { conversation: this.#list.find(id) ?? about, people: [...people], ...page };
	}

	/**
	 * The user is called otherwise: the rooms of the conversations that were busy last learn of it now, others when the user
	 * is there next.
	 */
	async renamed(): Promise<void> {
		const actor = { kind: "member", person: this.#owner.person } as const;
		const { conversations } = this.#list.page({ limit: MOST_RENAMED });
		await Promise.allSettled(conversations.map(({ id }) => this.#lines.conversation(id).about(actor)));
	}

	/** Blocks a user, in all rooms that may have to know. Answers whether that is news. @throws FaultError */
	async block({ user, on }: ChatRequests["block"]): Promise<boolean> {
		if (user === this.#owner.id) throw new FaultError("forbidden", "Nobody blocks themselves.");
		const isNews = this.#owner.block(user, on);
		// Asked in any case: the other one may have begun it, and an earlier try may have failed on the way.
		const direct = await this.#lines.directId(this.#owner.id, user);
		// All of them: in one that is left out, who is blocked no longer would not be heard for good.
		const ids = [direct, ...this.#list.groups()];
		await Promise.all(ids.map((id) => this.#tellBlocks(id, [user], on)));
		return isNews;
	}

	/** A conversation is new: its room learns whom the user blocks. A group learns of all, who may be there or come later. */
	enter({ id, kind, members }: Conversation): void {
		const { blocked } = this.#owner;
		const users = kind === "group" ? blocked : blocked.filter((user) => members.some((one) => one.id === user));
		// What a room does not know, the list keeps away.
		if (users.length > 0) void this.#tellBlocks(id, users, true).catch(() => undefined);
	}

	/** Tells a room, unless its conversation has not begun, or the user is not there. */
	async #tellBlocks(id: string, users: readonly string[], on: boolean): Promise<void> {
		try {
			const blocks = users.map((user) => ({ by: this.#owner.id, user }));
			await this.#lines.conversation(id).block(blocks, on);
		} catch (thrown) {
			const code = thrown instanceof FaultError ? thrown.fault.code : undefined;
			if (code !== "not_found" && code !== "forbidden") throw thrown;
		}
	}

	/** Users as their own inboxes name them, who may be taken into a group. @throws FaultError `forbidden` */
	async #invited(by: Person, users: readonly string[]): Promise<Person[]> {
		const others = [...new Set(users)].filter((user) => user !== by.id);
		if (others.some((user) => this.#owner.blocks(user))) throw new FaultError("forbidden", "You block one of them.");
		const met = await this.#meet(by, others);
		// Somebody who blocks them does not want to be taken anywhere by them.
		if (met.some(({ blocks }) => blocks)) throw new FaultError("forbidden", "Nothing brings these two together.");
		return met.map(({ person }) => person);
	}

	#meet(by: Person, users: readonly string[]): Promise<Introduction[]> {
		return Promise.all(users.map((user) => this.#lines.inbox(user).meet(by, this.#owner.groups)));
	}

	async #put(about: Conversation): Promise<{ conversation: Conversation }> {
		return { conversation: await this.#list.put(about) };
	}
}

/** Who acts in a conversation, as its room takes it. */
export function actorOf(by: Bearer): Actor {
	return { kind: "member", person: personOf(by), role: by.user.role };
}
