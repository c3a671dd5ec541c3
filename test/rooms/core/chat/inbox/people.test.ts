import { describe, expect, test } from "vitest";
import { CHAT_LIMITS } from "../../../../../src/protocol/chat/limits.ts";
import { turn } from "../../../../support/host.ts";
import { TestInbox } from "../../../../support/inbox.ts";

const GROUPS = { groups: ["c1", "c2"] };

async function watching(): Promise<{ world: TestInbox; page: ReturnType<TestInbox["open"]> }> {
	const world = new TestInbox();
	world.group("c1").add("bob", "eve");
	world.group("c2").add("eve", "joe");
	const page = world.open(GROUPS);
	await turn();
	await world.ask("people", { watch: true });
	return { world, page };
}

describe("the people online", () => {
	test("[INBOX13] each person once, by name, with the groups that are shared; the user aside", async () => {
		const { world } = await watching();
		const { count, people, more } = await world.ask("people");
		expect(people.map(({ id, groups }) => [id, groups])).toEqual([
			["bob", ["c1"]],
			["eve", ["c1", "c2"]],
			["joe", ["c2"]],
		]);
		expect([count, more]).toEqual([3, false]);
		expect(await world.ask("people", { limit: 2 })).toMatchObject({ count: 3, more: true, people: [{}, {}] });
		expect((await world.ask("people", { group: "c2" })).people.map(({ id }) => id)).toEqual(["eve", "joe"]);
		await expect(world.ask("people", { group: "c9" })).rejects.toThrow("no group of yours");
	});

	test("[INBOX13] a search is each group's, and of a large group the number is told", async () => {
		const world = new TestInbox();
		for (let index = 0; index < 30; index++) world.group("c1").add(`u${index}`);
		world.group("c1").most = 10;
		const all = await world.ask("people", {}, { groups: ["c1"] });
		expect([all.count, all.people.length, all.more]).toEqual([30, 10, true]);
		const found = await world.ask("people", { query: "U29" });
		expect([found.count, found.people.map(({ id }) => id), found.more]).toEqual([30, ["u29"], false]);
	});

	test("[INBOX13] one who watches is told of changes, together, at most once a second", async () => {
		const { world, page } = await watching();
		world.group("c1").add("kim");
		const kim = { id: "kim", name: "KIM", status: "online" } as const;
		expect(world.inbox.peopleChanged("c1", { count: 4, joined: [kim], left: [] })).toEqual({ watching: true });
		await world.pass(0);
		world.inbox.peopleChanged("c1", { count: 3, joined: [], left: ["eve"] });
		world.inbox.peopleChanged("c2", { count: 2, joined: [], left: ["joe"] });
		await world.pass(999);
		await world.pass(1);
		await world.pass(1_000);
		expect(page.of("signal").map(({ data }) => data)).toEqual([
			{ count: 4, joined: [{ ...kim, groups: ["c1"] }] },
			{
				count: 3,
				joined: [{ id: "eve", name: "EVE", status: "online", groups: ["c2"] }],
				left: ["joe"],
			},
		]);
	});

	test("[INBOX13] asking again renews the watch, and asks groups only where that is due", async () => {
		const { world } = await watching();
		await world.ask("people", { watch: true });
		expect(world.group("c1").queries).toHaveLength(1);
		expect(world.group("c1").queries[0]?.watch).toEqual({ user: "ada", until: world.host.now() + CHAT_LIMITS.watchMs });
		await world.pass(CHAT_LIMITS.watchMs * 0.8);
		await world.ask("people", { watch: true }, GROUPS);
		expect(world.group("c1").queries).toHaveLength(2);
	});

	test("[INBOX13] nobody is told who does not watch: by word, by time, or without a page", async () => {
		const { world, page } = await watching();
		const change = { count: 9, joined: [], left: [] };
		await world.ask("people", { watch: false });
		expect(world.group("c1").told.at(-1)).toBe("unwatch ada");
		expect(world.inbox.peopleChanged("c1", change)).toEqual({ watching: false });
		await world.ask("people", { watch: true });
		await world.pass(CHAT_LIMITS.watchMs);
		expect(world.inbox.peopleChanged("c1", change)).toEqual({ watching: false });
		await world.ask("people", { watch: true }, GROUPS);
		page.leave();
		expect(world.inbox.peopleChanged("c1", change)).toEqual({ watching: false });
		world.open(GROUPS);
		expect(world.inbox.peopleChanged("c1", change)).toEqual({ watching: false });
	});

	test("[INBOX13] a page that stops watching leaves the user's other pages their list", async () => {
		const { world } = await watching();
		const other = world.open(GROUPS);
		await world.ask("people", { watch: false });
		expect(world.inbox.peopleChanged("c1", { count: 9, joined: [], left: [] })).toEqual({ watching: true });
		other.leave();
		await world.ask("people", { watch: false });
		expect(world.inbox.peopleChanged("c1", { count: 9, joined: [], left: [] })).toEqual({ watching: false });
	});

	test("[INBOX13] a watch outlives sleep: who is online is asked for again", async () => {
		const { world, page } = await watching();
		const [woken] = world.wake([page]);
		world.group("c2").people.delete("joe");
		expect(world.inbox.peopleChanged("c2", { count: 2, joined: [], left: ["joe"] })).toEqual({ watching: true });
		await world.pass(1_000);
		expect(woken?.of("signal").map(({ data }) => data)).toEqual([{ count: 2, left: ["joe"] }]);
	});

	test("[INBOX13] two pages that ask at once are both answered in full, and groups asked once", async () => {
		const world = new TestInbox();
		world.group("c1").add("bob", "eve");
		world.open(GROUPS);
		const [group, answered] = [world.group("c1"), Promise.withResolvers<void>()];
		const list = group.list.bind(group);
		group.list = async (query) => {
			await answered.promise;
			return list(query);
		};
		const asked = [world.ask("people", { watch: true }), world.ask("people", { watch: true })];
		await turn();
		answered.resolve();
		const pages = await Promise.all(asked);
		expect(pages.map(({ count, people }) => [count, people.length])).toEqual([
			[2, 2],
			[2, 2],
		]);
		expect(world.group("c1").queries).toHaveLength(1);
	});

	test("[INBOX13] while a watch is renewed, changes are told on top of what is known", async () => {
		const { world, page } = await watching();
		await world.pass(CHAT_LIMITS.watchMs * 0.8);
		const asked = world.ask("people", { watch: true }, GROUPS);
		world.inbox.peopleChanged("c1", { count: 2, joined: [], left: ["bob"] });
		world.host.advance(0);
		await asked;
		await world.pass(1_000);
		expect(page.of("signal").map(({ data }) => data)).toMatchObject([{ count: 2, left: ["bob"] }]);
	});

	test("[INBOX13] one who watches is told nothing wrong where groups cannot be reached after sleep", async () => {
		const { world, page } = await watching();
		const [woken] = world.wake([page]);
		world.group("c1").isDown = true;
		world.inbox.peopleChanged("c2", { count: 3, joined: [], left: ["joe"] });
		await world.pass(1_000);
		expect(woken?.of("signal")).toEqual([]);
		world.group("c1").isDown = false;
		world.group("c2").people.delete("joe");
		world.inbox.peopleChanged("c2", { count: 2, joined: [], left: [] });
		await world.pass(1_000);
		expect(woken?.of("signal").map(({ data }) => data)).toEqual([{ count: 2, left: ["joe"] }]);
	});

	test("[INBOX13] a group that cannot be reached is a fault, and no short list", async () => {
		const { world } = await watching();
		await world.ask("people", { watch: false });
		world.group("c2").isDown = true;
		await expect(world.ask("people")).rejects.toThrow("down");
		world.group("c2").isDown = false;
		expect(await world.ask("people")).toMatchObject({ count: 3 });
	});
});
