import type { Actor, Beginning, Block, MembersPage, MembersQuery } from "../../../../door/chat/conversation-calls.ts";
import { isBlank } from "../../../../protocol/chat/blank.ts";
import { CHAT_LIMITS } from "../../../../protocol/chat/limits.ts";
import type { Conversation, Person } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { ConversationBody } from "./body.ts";
import { membersPage } from "./directory.ts";
import { assertGroup, assertInside, assertMayRemove, assertOpen, mayRemove } from "./rights.ts";

/** Who is in a conversation, and what it is. Every method may throw a FaultError. */
export class Company {
	readonly #body: ConversationBody;

	constructor(body: ConversationBody) {
		this.#body = body;
	}

	begin(by: Actor, { kind, name, members, blocks = [] }: Beginning): Conversation {
		const { crew, parts } = this.#body;
		if (!parts.rules.enabled) throw new FaultError("area_off");
		const people = everybody(by, members);
		if (crew.begun) return this.#known(by, people, blocks);
		if (!parts.id.startsWith(`${kind[0]}.`)) throw new FaultError("bad_frame", "The id is of another kind.");
		if (kind === "direct" ? people.length !== 2 : people.length === 0)
			throw new FaultError("bad_frame", "A direct conversation has two members, a group at least one.");
		const creator = by.kind === "member" ? by.person.id : undefined;
		const at = parts.host.now();
		parts.store.atomically(() => {
			crew.take(people);
			crew.save({ kind, ...(kind === "group" && named(name)), creator, at, closed: false });
			this.#block(blocks);
		});
		// A direct conversation shows in the other's list from its first message on.
		if (kind === "group" || by.kind === "origin") this.#body.tellAbout(by);
		return this.about(by);
	}

	about(by: Actor): Conversation {
		this.#body.enter(by);
		return this.#body.news.about(by.kind === "member" ? by.person.id : undefined);
	}

	rename(by: Actor, name: string): Conversation {
		this.#change(by);
		this.#body.crew.save({ ...this.#body.crew.record, ...named(name) });
		this.#body.tellAbout(by);
		return this.about(by);
	}

	members(by: Actor, { add = [], remove = [] }: { add?: readonly Person[]; remove?: readonly string[] }): Conversation {
		this.#change(by);
		const { crew, parts } = this.#body;
		const going = remove.filter((user) => crew.has(user));
		assertMayRemove(crew, by, going);
		parts.store.atomically(() => {
			const coming = add.filter(({ id }) => !crew.has(id));
			crew.take(coming);
			// What was said before they came is not new to them.
			for (const { id } of coming) this.#body.progress.move(id, { read: this.#body.log.head });
			this.#remove(going);
		});
		const about = this.#body.news.about(by.kind === "member" ? by.person.id : undefined);
		this.#body.tellAbout(by);
		this.#farewell(going.filter((user) => by.kind === "origin" || user !== by.person.id));
		return about;
	}

	/** Who the members are, by name. */
	people(by: Actor, asked: MembersQuery): MembersPage {
		const about = this.about(by);
		const { crew } = this.#body;
		return { about, ...membersPage(crew.people, asked), mayRemove: mayRemove(crew, by) };
	}

	leave(user: string): void {
		const by: Actor = { kind: "member", person: { id: user } };
		assertInside(this.#body.crew, by);
		assertGroup(this.#body.crew);
		this.#body.parts.store.atomically(() => this.#remove([user]));
		this.#body.tellAbout(by);
		this.#farewell([]);
	}

	/** Those who are blocked need not be members: they may come later. */
	block(blocks: readonly Block[], on: boolean): void {
		for (const { by } of blocks) assertInside(this.#body.crew, { kind: "member", person: { id: by } });
		for (const block of blocks) this.#body.blocks.set(block, on);
	}

	close(): Conversation {
		const { crew } = this.#body;
		if (!crew.record.closed) {
			crew.save({ ...crew.record, closed: true });
			this.#body.tellAbout({ kind: "origin" });
		}
		return this.#body.news.about();
	}

	/** One that has begun already is as it is; what is new is what its members are called, and who blocks whom. */
	#known(by: Actor, people: readonly Person[], blocks: readonly Block[]): Conversation {
		this.#body.enter(by);
		const { crew } = this.#body;
		if (crew.size === 0) throw new FaultError("conflict", "The conversation has just been left by all.");
		const members = people.filter(({ id }) => crew.has(id));
		this.#body.name(members, by);
		this.#block(blocks);
		return this.about(by);
	}

	#block(blocks: readonly Block[]): void {
		for (const block of blocks) if (this.#body.crew.has(block.by)) this.#body.blocks.set(block, true);
	}

	/** Who may change what the conversation is. */
	#change(by: Actor): void {
		this.#body.act(by);
		assertGroup(this.#body.crew);
		assertOpen(this.#body.crew);
	}

	#remove(users: readonly string[]): void {
		for (const user of users) {
			this.#body.crew.remove(user);
			this.#body.blocks.forget(user);
			this.#body.progress.forget(user);
		}
		this.#body.progress.save();
	}

	/** Tells those who are out; of a group that nobody is left in, nothing is kept. */
	#farewell(users: readonly string[]): void {
		this.#body.owe(users, { kind: "removed" });
		if (this.#body.crew.size === 0) this.#body.owe(this.#body.files(), { kind: "file" });
		this.#body.settle();
	}
}

function everybody(by: Actor, members: readonly Person[]): Person[] {
	const all = by.kind === "member" ? [by.person, ...members] : members;
	return [...new Map(all.toReversed().map((person) => [person.id, person])).values()].toReversed();
}

function named(name: string | undefined): { readonly name?: string } {
	if (name === undefined) return {};
	if (Array.from(name).length > CHAT_LIMITS.nameChars)
		throw new FaultError("too_large", `A name has at most ${CHAT_LIMITS.nameChars} characters.`);
	if (isBlank(name)) throw new FaultError("bad_frame", "A group's name cannot be empty.");
	return { name };
}
