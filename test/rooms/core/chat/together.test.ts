import fc from "fast-check";
import { expect, test } from "vitest";
import type { Actor } from "../../../../src/door/chat/conversation-calls.ts";
import type { ChatRequestName } from "../../../../src/protocol/chat/model.ts";
import type { Json } from "../../../../src/protocol/json.ts";
import { member, person, TestConversation } from "../../../support/conversation.ts";
import { turn } from "../../../support/host.ts";
import { TestInbox } from "../../../support/inbox.ts";

// A conversation's room and the inboxes of its members, as they are, with everything that can go wrong between them.

const USERS = ["ada", "bob", "eve"] as const;
const ID = "g.1";

type Step =
	| { readonly kind: "edit" | "delete" | "react"; readonly user: string; readonly at: number }
	| { readonly kind: "read"; readonly user: string; readonly back: number }
	| { readonly kind: "post" | "breaks" | "mends"; readonly user: string }
	| { readonly kind: "turn" | "wake" | "time" };

const user = fc.constantFrom(...USERS);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant("post" as const), user }) },
	{
		weight: 5,
		arbitrary: fc.record({ kind: fc.constantFrom("edit", "delete", "react"), user, at: fc.nat(20) }),
	},
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("read" as const), user, back: fc.nat(2) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("breaks", "mends"), user }) },
	{ weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("turn", "wake", "time") }) },
);

class World {
	readonly room = new TestConversation(ID);
	readonly inboxes = new Map<string, TestInbox>(USERS.map((one) => [one, new TestInbox({ user: one })]));
	/** Messages by their numbers: who wrote them, and whether they are still there. */
	readonly said = new Map<number, { readonly by: string; deleted: boolean }>();
	#posts = 0;
	#asked: Promise<unknown>[] = [];

	async begin(): Promise<this> {
		const { room } = this;
		room.inboxes.take = async (one, news) => {
			if (room.inboxes.broken.has(one)) throw new Error("out of reach");
			return this.of(one).inbox.take(structuredClone(news));
		};
		for (const inbox of this.inboxes.values()) this.#join(inbox);
		room.company.begin(member("ada"), { kind: "group", name: "Tea", members: USERS.map(person) });
		await turn();
		await this.ask("ada", "list");
		return this;
	}

	of(one: string): TestInbox {
		const inbox = this.inboxes.get(one);
		if (inbox === undefined) throw new Error(one);
		return inbox;
	}

	/** What a page asks; a fault is an answer as any other. */
	async ask(one: string, name: ChatRequestName, data: { readonly [field: string]: Json } = {}): Promise<unknown> {
		return this.of(one)
			.ask(name, data)
			.catch(() => undefined);
	}

	async take(given: Step): Promise<void> {
		switch (given.kind) {
			case "post":
				return this.#begun(this.#post(given.user));
			case "edit":
			case "delete":
			case "react":
				return this.#begun(this.#change(given.kind, given));
			case "read":
				return this.#begun(this.ask(given.user, "read", { conversation: ID, seq: this.room.log.head - given.back }));
			case "breaks":
				this.room.inboxes.broken.add(given.user);
				return;
			case "mends":
				this.room.inboxes.broken.delete(given.user);
				return;
			case "wake":
				await this.quiet();
				return this.room.wake();
			case "time":
				return this.room.later(10_000);
			case "turn":
				return turn();
		}
	}

	/** All that was asked is answered. */
	async quiet(): Promise<void> {
		for (const asked = this.#asked; asked.length > 0; asked.length = 0) {
			await turn();
			// Patience with inboxes that are slow is a matter of the room's clock.
			this.room.host.advance(20_000);
			await Promise.all(asked);
		}
		await turn();
	}

	/** Everybody can be reached, and has been told everything. */
	async end(): Promise<void> {
		await this.quiet();
		this.room.inboxes.broken.clear();
		for (let tries = 0; tries < 20 && this.room.store.owed().length > 0; tries++) await this.room.later(4 * 3_600_000);
		await turn();
	}

	#begun(asked: Promise<unknown>): void {
		this.#asked.push(asked);
	}

	async #post(by: string): Promise<void> {
		const id = `m${++this.#posts}`;
		await this.ask(by, "post", { conversation: ID, id, text: `secret of ${id};` });
	}

	async #change(kind: "edit" | "delete" | "react", { user: by, at }: { user: string; at: number }): Promise<void> {
		const found = [...this.said].filter(
			([, { deleted, by: author }]) => !deleted && (kind === "react" || author === by),
		);
		const [seq, message] = found[at % Math.max(1, found.length)] ?? [];
		if (seq === undefined || message === undefined) return;
		if (kind === "delete") message.deleted = true;
		const data = { edit: { text: `secret of edit ${seq};` }, delete: {}, react: { emoji: "👍", on: at % 3 > 0 } };
		await this.ask(by, kind, { conversation: ID, seq, ...data[kind] });
	}

	/** Lets an inbox ask the room. */
	#join(inbox: TestInbox): void {
		const { room } = this;
		const changed =
			<G>(run: (by: Actor, given: G) => unknown) =>
			(by: Actor, given: G) => ({ message: run(by, given), upTo: room.room.head });
		Object.assign(inbox.answers, {
			post: async (...given: Parameters<typeof room.talk.post>) => {
				const posting = room.talk.post(...given);
				const by = given[0].kind === "member" ? given[0].person.id : "";
				this.said.set(room.log.head, { by, deleted: false });
				return posting;
			},
			edit: changed((by, given: { seq: number; text: string }) => room.talk.edit(by, given)),
			delete: changed((by, given: { seq: number }) => room.talk.delete(by, given)),
			react: changed((by, given: { seq: number; emoji: string; on: boolean }) => room.talk.react(by, given)),
			mark: (...given: Parameters<typeof room.talk.mark>) => room.talk.mark(...given),
		});
	}
}

test("[CONV15][INBOX5][INBOX7][INBOX17] whatever fails between them, lists, counts and deletions are right in the end", async () => {
	let [messages, failures] = [0, 0];
	const property = fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 90 }), async (steps) => {
		const world = await new World().begin();
		for (const given of steps) await world.take(given);
		failures += world.room.store.owed().length;
		await world.end();
		messages += world.said.size;
		const deleted = [...world.said].filter(([, one]) => one.deleted).map(([seq]) => seq);
		const texts = world.room.talk.history(member("ada"), {}).messages;
		for (const one of USERS) {
			const inbox = world.of(one);
			const { conversations } = await inbox.ask("list");
			const entry = inbox.store.entry(ID);
			const last = conversations[0]?.last;
			expect(last).toEqual(texts.find(({ seq }) => seq === last?.seq));
			// What was deleted before an inbox could be told of it never comes there.
			expect(texts.filter(({ seq, deleted: gone }) => seq > (last?.seq ?? 0) && gone !== true)).toEqual([]);
			const others = [...world.said].filter(([seq, { by }]) => by !== one && seq > (entry?.read ?? 0));
			expect(conversations[0]?.unread).toBe(others.filter(([, { deleted: gone }]) => !gone).length);
			const stored = JSON.stringify([inbox.rest.log.read(0, 1e9, 1e9), entry]);
			for (const seq of deleted) {
				const { id } = texts.find((message) => message.seq === seq) ?? {};
				expect(stored).not.toMatch(new RegExp(`secret of (${id ?? "none"}|edit ${seq});`));
			}
			await inbox.ask("read", { conversation: ID, seq: world.room.log.head });
			expect(await inbox.ask("list")).toMatchObject({ unread: 0 });
		}
	});
	await fc.assert(property, { seed: 7, numRuns: 40 });
	expect([messages > 300, failures > 30]).toEqual([true, true]);
});
