import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { peopleName } from "../../src/door/chat/names.ts";
import type { GroupMember, PeopleCalls } from "../../src/door/chat/people-calls.ts";

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
});
