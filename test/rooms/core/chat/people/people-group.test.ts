import { beforeEach, describe, expect, test } from "vitest";
import type { GroupMember, PeopleChange } from "../../../../../src/door/chat/people-calls.ts";
import { CHAT_LIMITS } from "../../../../../src/protocol/chat/limits.ts";
import type { Status } from "../../../../../src/protocol/chat/model.ts";
import { PeopleGroup } from "../../../../../src/rooms/core/chat/people/people-group.ts";
import { MemoryPeople } from "../../../../../src/rooms/store/memory-people.ts";
import { ManualHost, turn } from "../../../../support/host.ts";

const HOUR = 3_600_000;

let host: ManualHost;
let store: MemoryPeople;
let group: PeopleGroup;
/** What was told to whom, and when. */
let told: { user: string; at: number; change: PeopleChange }[];
let answer: (user: string) => Promise<{ watching: boolean }>;
let isThere: (user: string) => Promise<boolean>;
let asked: string[];

beforeEach(() => {
	host = new ManualHost();
	store = new MemoryPeople();
	told = [];
	asked = [];
	answer = async () => ({ watching: true });
	isThere = async () => true;
	group = open();
});

function open(): PeopleGroup {
	return new PeopleGroup({
		store,
		host,
		line: {
			async tell(user, change) {
				told.push({ user, at: host.now(), change });
				return answer(user);
			},
			async isThere(user) {
				asked.push(user);
				return isThere(user);
			},
		},
	});
}

function member(id: string, status: Status = "online"): GroupMember {
	return { id, name: id.toUpperCase(), status };
}

function watch(user: string, ms: number = CHAT_LIMITS.watchMs) {
	return group.list({ limit: 100, watch: { user, until: host.now() + ms } });
}

async function pass(ms: number): Promise<void> {
	host.advance(ms);
	await turn();
}

describe("telling those who watch", () => {
	test("[PEOPLE4] puts together what happens at once, as it is in the end", async () => {
		group.enter(member("ada"));
		expect(watch("eve")).toMatchObject({ count: 1, people: [{ id: "ada" }] });
		group.enter(member("bob"));
		group.enter(member("bob", "idle"));
		group.enter(member("carl"));
		group.leave("carl");
		group.leave("ada");
		await pass(1_000);
		expect(told).toMatchObject([{ user: "eve" }]);
		expect(told[0]?.change).toEqual({ count: 1, joined: [member("bob", "idle")], left: ["carl", "ada"] });
		await pass(10 * 60_000);
		expect(told).toHaveLength(1);
	});

	test("[PEOPLE4] tells each at most once a second, and what each has not been told", async () => {
		watch("eve");
		for (let round = 0; round < 40; round++) {
			if (round === 20) watch("dan");
			group.enter(member(`p${round}`));
			await pass(100);
		}
		await pass(5_000);
		for (const user of ["eve", "dan"]) {
			const own = told.filter((one) => one.user === user);
			const gaps = own.slice(1).map(({ at }, index) => at - (own[index]?.at ?? 0));
			expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
			const joined = own.flatMap(({ change }) => change.joined.map(({ id }) => id));
			const first = user === "eve" ? 0 : 20;
			expect(joined).toEqual(Array.from({ length: 40 - first }, (_, index) => `p${first + index}`));
			expect(own.at(-1)?.change.count).toBe(40);
		}
	});

	test("[PEOPLE4] is slower with many who watch, and leaves out none", async () => {
		for (let index = 0; index < 1_200; index++) watch(`w${index}`);
		group.enter(member("ada"));
		await pass(100);
		expect(told).toHaveLength(500);
		await pass(6_000);
		expect(told).toHaveLength(500);
		await pass(30_000);
		expect(new Set(told.map(({ user }) => user)).size).toBe(1_200);
		expect(told).toHaveLength(1_200);
		// What is the same for all is put together once.
		expect(new Set(told.slice(0, 500).map(({ change }) => change)).size).toBe(1);
	});

	test("[PEOPLE4] waits for an inbox that is slow, and for no other", async () => {
		const slow = Promise.withResolvers<{ watching: boolean }>();
		answer = (user) => (user === "slow" ? slow.promise : Promise.resolve({ watching: true }));
		watch("slow");
		watch("eve");
		for (const id of ["ada", "bob", "carl"]) {
			group.enter(member(id));
			await pass(2_000);
		}
		expect(told.map(({ user }) => user)).toEqual(["slow", "eve", "eve", "eve"]);
		slow.resolve({ watching: true });
		await turn();
		await pass(2_000);
		expect(told.at(-1)).toMatchObject({ user: "slow", change: { count: 3, joined: [{ id: "bob" }, { id: "carl" }] } });
	});
});

describe("leases", () => {
	test("[PEOPLE5] end at their time, at the latest when a lease may", async () => {
		watch("eve", 10_000);
		watch("dan", 10 * CHAT_LIMITS.watchMs);
		watch("late", -1);
		await pass(10_000);
		group.enter(member("ada"));
		await pass(1_000);
		expect(told.map(({ user }) => user)).toEqual(["dan"]);
		expect(store.leases().map(({ user }) => user)).toEqual(["dan"]);
		await pass(CHAT_LIMITS.watchMs);
		group.enter(member("bob"));
		await pass(1_000);
		expect(told).toHaveLength(1);
		expect(store.leases()).toEqual([]);
	});

	test("[PEOPLE5] end where nobody watches any more, and when told so", async () => {
		answer = async (user) => ({ watching: user !== "eve" });
		watch("eve");
		watch("dan");
		group.enter(member("ada"));
		await pass(1_000);
		group.unwatch("dan");
		group.unwatch("dan");
		group.enter(member("bob"));
		await pass(5_000);
		expect(told.map(({ user }) => user)).toEqual(["eve", "dan"]);
		expect(store.leases()).toEqual([]);
		expect(host.timers).toBe(0);
	});

	test("[PEOPLE5] that are renewed while an inbox says no stay", async () => {
		const late = Promise.withResolvers<{ watching: boolean }>();
		answer = () => late.promise;
		watch("eve");
		group.enter(member("ada"));
		await pass(1_000);
		watch("eve");
		late.resolve({ watching: false });
		await turn();
		answer = async () => ({ watching: true });
		group.enter(member("bob"));
		await pass(2_000);
		expect(told.at(-1)?.change).toEqual({ count: 2, joined: [member("bob")], left: [] });
	});

	test("[PEOPLE5] who cannot be reached is told later, of all of it, until the lease ends", async () => {
		answer = async () => Promise.reject(new Error("gone"));
		watch("eve");
		group.enter(member("ada"));
		await pass(1_000);
		group.enter(member("bob"));
		await pass(3_000);
		expect(told).toHaveLength(1);
		answer = async () => ({ watching: true });
		await pass(10_000);
		expect(told).toHaveLength(2);
		expect(told[1]?.change.joined).toEqual([member("ada"), member("bob")]);
		answer = async () => Promise.reject(new Error("gone"));
		group.enter(member("carl"));
		for (let second = 0; second < 310; second++) await pass(1_000);
		expect(host.timers).toBe(0);
		expect(store.leases()).toEqual([]);
	});

	test("[PEOPLE1][PEOPLE5] all of it outlives sleep", async () => {
		group.enter(member("ada"));
		watch("eve");
		await pass(1_000);
		group = open();
		expect(group.list({ limit: 10 })).toMatchObject({ count: 1, people: [{ id: "ada" }] });
		group.leave("ada");
		await pass(1_000);
		expect(told).toMatchObject([{ user: "eve", change: { count: 0, joined: [], left: ["ada"] } }]);
	});
});

/** How many rows have been written since it was asked last. */
function written(): number {
	const rows = store.written;
	store.written = 0;
	return rows;
}

describe("what it costs", () => {
	test("[PEOPLE6] a row for each change, none for none, and nothing while nobody watches", async () => {
		group.enter(member("ada"));
		expect(written()).toBe(1);
		group.enter(member("ada"));
		group.leave("bob");
		group.unwatch("eve");
		group.list({ limit: 10, query: "a" });
		expect(written()).toBe(0);
		group.enter(member("ada", "away"));
		group.leave("ada");
		expect(written()).toBe(2);
		expect(host.timers).toBe(0);
		watch("eve");
		expect(written()).toBe(1);
		group.enter(member("ada"));
		group.enter(member("ada"));
		await pass(1_000);
		expect(written()).toBe(1);
		group.enter(member("ada"));
		await pass(5_000);
		expect([written(), told.length, host.timers]).toEqual([0, 1, 0]);
		group.unwatch("eve");
		expect(written()).toBe(1);
	});
});

describe("ghosts", () => {
	test("[PEOPLE7] those of whom nothing was heard for hours are asked after, a few at a time", async () => {
		for (let index = 0; index < 15; index++) group.enter(member(`p${index}`));
		await pass(5 * HOUR);
		group.enter(member("p0"));
		group.enter(member("p1", "idle"));
		group.list({ limit: 1 });
		expect(asked).toEqual([]);
		await pass(2 * HOUR);
		isThere = async (user) => {
			if (user === "p3") throw new Error("out of reach");
			return user !== "p2";
		};
		watch("eve");
		await turn();
		expect(asked).toEqual(["p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11"]);
		await pass(1_000);
		expect(told).toMatchObject([{ change: { count: 14, left: ["p2"], joined: [] } }]);
		group.list({ limit: 1 });
		expect(asked).toHaveLength(10);
		await pass(60_000);
		group.list({ limit: 1 });
		expect(asked.slice(10)).toEqual(["p3", "p12", "p13", "p14"]);
	});

	test("[PEOPLE7] one who comes while they are asked after stays", async () => {
		const answered = Promise.withResolvers<boolean>();
		isThere = () => answered.promise;
		group.enter(member("ada"));
		await pass(7 * HOUR);
		group.list({ limit: 1 });
		group.enter(member("ada"));
		answered.resolve(false);
		await turn();
		expect(group.list({ limit: 1 }).count).toBe(1);
	});
});
