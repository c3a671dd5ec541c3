import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { peopleName } from "../../src/door/chat/names.ts";
import type { GroupMember, PeopleCalls } from "../../src/door/chat/people-calls.ts";
import { CHAT_SIGNALS } from "../../src/protocol/chat/model.ts";
import { read, type Shape } from "../../src/protocol/shape.ts";
import { newUser, openPage, type TestPage } from "./support/chat.ts";

const people = (env as unknown as { readonly PEOPLE: DurableObjectNamespace }).PEOPLE;

function groupOf(group: string): PeopleCalls {
	return people.getByName(peopleName("test", group)) as unknown as PeopleCalls;
}

function member(id: string, name?: string): GroupMember {
	return { id, status: "online", ...(name !== undefined && { name }) };
}

describe("the object of a group's people", () => {
	test("[PEOPLE1] knows who is online, also when it has slept", async () => {
		const group = groupOf("7b/école");
		await group.enter(member("ada", "Ada"));
		await group.enter(member("bob", "Bob"));
		await group.enter({ ...member("ada", "Ada"), status: "idle", info: { role: "teacher" } });
		await group.leave("bob");
		await group.leave("eve");
		const page = {
			count: 1,
			found: 1,
			people: [{ id: "ada", name: "Ada", status: "idle", info: { role: "teacher" } }],
		};
		expect(await group.list({ limit: 10 })).toEqual(page);
		await evictDurableObject(people.getByName(peopleName("test", "7b/école")));
		expect(await groupOf("7b/école").list({ limit: 10 })).toEqual(page);
		expect(await groupOf("other").list({ limit: 10 })).toEqual({ count: 0, found: 0, people: [] });
	});

	test("[PEOPLE1] names of groups are texts of any kind, and of one app", async () => {
		const names = ["a/b", "a", "a/", "/a", "", "é🦊 ", "%2F", "..", "x".repeat(200)];
		for (const name of names) await groupOf(name).enter(member(`in ${name}`));
		for (const name of names)
			expect(await groupOf(name).list({ limit: 10 })).toMatchObject({ count: 1, people: [{ id: `in ${name}` }] });
		const other = people.getByName(peopleName("other", "a")) as unknown as PeopleCalls;
		expect(await other.list({ limit: 10 })).toMatchObject({ count: 0 });
	});
});

/** What a page was told of the people online. */
function changes({ socket }: TestPage): Shape<(typeof CHAT_SIGNALS)["chat.people"]>[] {
	return socket
		.of("signal")
		.flatMap(({ name, data }) => (name === "chat.people" ? [read(CHAT_SIGNALS["chat.people"], data)] : []));
}

describe("with the inboxes of its users", () => {
	test("[PEOPLE4][PEOPLE5] a change is told to a page that watches, once, and to no other", async () => {
		const groups = ["course:watched", "course:watched too"];
		const [ada, bob, eve] = [newUser("ada"), newUser("bob"), newUser("eve")];
		const [watching, other] = [await openPage(ada, { groups }), await openPage(eve, { groups })];
		await groupHas("course:watched", 2);
		await groupHas("course:watched too", 2);
		const before = await watching.ask("people", { watch: true });
		expect(before).toMatchObject({ count: 1, people: [{ id: eve, groups, status: "online" }], more: false });
		const page = await openPage(bob, { groups });
		const joined = await watching.socket.until(() =>
			changes(watching).find((change) => change.joined?.some(({ id }) => id === bob)),
		);
		expect(joined.count).toBe(2);
		expect(await watching.ask("people", { query: "BO" })).toMatchObject({ count: 2, people: [{ id: bob, groups }] });
		expect(await watching.ask("people", { query: "ob" })).toMatchObject({ count: 2, people: [] });
		page.socket.send({ type: "state", data: { status: "away" } });
		await watching.socket.until(() => changes(watching).some(({ joined = [] }) => joined[0]?.status === "away"));
		const told = changes(watching).flatMap(({ joined = [] }) => joined.map(({ id, status }) => `${id} ${status}`));
		expect(new Set(told)).toEqual(new Set([`${bob} online`, `${bob} away`]));
		expect(changes(other)).toEqual([]);
	});

	test("[PEOPLE7] a ghost whose inbox knows nothing of it is found out", async () => {
		const group = groupOf("haunted");
		const bob = newUser("bob");
		await openPage(bob, { groups: ["haunted"] });
		await groupHas("haunted", 1);
		await group.enter(member("ghost"));
		const later = Date.now() + 7 * 3_600_000;
		await evictDurableObject(people.getByName(peopleName("test", "haunted")));
		vi.useFakeTimers({ toFake: ["Date"], now: later });
		onTestFinished(() => void vi.useRealTimers());
		expect(await groupOf("haunted").list({ limit: 10 })).toMatchObject({ count: 2 });
		await groupHas("haunted", 1);
		expect((await groupOf("haunted").list({ limit: 10 })).people).toMatchObject([{ id: bob }]);
	});
});

/** Waits until so many are online in a group; asking lets what is under way go on. */
async function groupHas(group: string, count: number): Promise<void> {
	while ((await groupOf(group).list({ limit: 0 })).count !== count);
}
