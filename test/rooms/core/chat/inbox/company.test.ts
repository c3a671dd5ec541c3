import { describe, expect, test } from "vitest";
import { turn } from "../../../../support/host.ts";
import { TestInbox } from "../../../../support/inbox.ts";

const GRACE_MS = 8_000;

async function come(world: TestInbox, groups = ["c1", "c2"]) {
	const page = world.open({ groups });
	await turn();
	return page;
}

describe("being online", () => {
	test("[INBOX12] groups are told when a user comes and when they have gone, whatever the number of pages", async () => {
		const world = new TestInbox();
		const [one, other] = [await come(world), await come(world)];
		one.leave();
		await world.pass(GRACE_MS);
		other.leave();
		await world.pass(GRACE_MS - 1);
		expect(world.group("c1").told).toEqual(["enter ada online"]);
		await world.pass(1);
		for (const id of ["c1", "c2"]) expect(world.group(id).told).toEqual(["enter ada online", "leave ada"]);
	});

	test("[INBOX12] going from page to page is told to nobody", async () => {
		const world = new TestInbox();
		(await come(world)).leave();
		await world.pass(GRACE_MS / 2);
		await come(world);
		await world.pass(GRACE_MS * 2);
		expect(world.group("c1").told).toEqual(["enter ada online"]);
	});

	test("[INBOX12] a user is as they are at the page that they are at, and only changes are told", async () => {
		const world = new TestInbox();
		const [one, other] = [await come(world), await come(world)];
		await one.send({ type: "state", data: { status: "away" } });
		await other.send({ type: "state", data: { status: "idle" } });
		await turn();
		await other.send({ type: "state", data: { status: "idle" } });
		await other.send({ type: "state", data: { odd: 1 } });
		await turn();
		expect(world.group("c1").told).toEqual(["enter ada online", "enter ada idle", "enter ada online"]);
		other.leave();
		await world.pass(GRACE_MS);
		expect(world.group("c1").told.at(-1)).toBe("enter ada away");
	});

	test("[INBOX12] a new ticket's groups are entered, and those that it lacks are left", async () => {
		const world = new TestInbox();
		const page = await come(world);
		world.host.advance(1_000);
		world.host.tickets = () => world.caller({ groups: ["c2", "c3"] });
		await page.send({ type: "renew", ticket: "t" });
		await turn();
		expect(world.group("c1").told).toEqual(["enter ada online", "leave ada"]);
		expect(world.group("c2").told).toEqual(["enter ada online"]);
		expect(world.group("c3").told).toEqual(["enter ada online"]);
	});

	test("[INBOX12] sleep tells nobody anything, and a user who goes after it is taken out", async () => {
		const world = new TestInbox();
		const page = await come(world);
		const [woken] = world.wake([page]);
		await world.pass(GRACE_MS * 2);
		expect(world.group("c1").told).toEqual(["enter ada online"]);
		woken?.leave();
		await world.pass(GRACE_MS);
		expect(world.group("c1").told).toEqual(["enter ada online", "leave ada"]);
	});

	test("[INBOX12] after a crash who does not come back is taken out, and who does is not", async () => {
		const world = new TestInbox();
		await come(world);
		world.wake();
		await come(world);
		await world.pass(GRACE_MS * 2);
		expect(world.group("c1").told).toEqual(["enter ada online"]);
		world.wake();
		expect(world.inbox.isOnline).toBe(false);
		await world.pass(GRACE_MS);
		expect(world.group("c1").told).toEqual(["enter ada online", "leave ada"]);
	});

	test("[INBOX12] a group that cannot be reached is told later, also after a crash: nobody stays as a ghost", async () => {
		const world = new TestInbox();
		const page = await come(world);
		world.group("c1").isDown = true;
		page.leave();
		await world.pass(GRACE_MS);
		expect(world.group("c2").told.at(-1)).toBe("leave ada");
		world.wake();
		await world.pass(GRACE_MS);
		world.group("c1").isDown = false;
		await world.pass(30_000);
		expect(world.group("c1").told).toEqual(["enter ada online", "leave ada"]);
		expect(world.store.told()).toEqual({ groups: [] });
	});

	test("[INBOX12] a group that stays out of reach is tried ever more seldom", async () => {
		const world = new TestInbox();
		const page = await come(world, ["c1"]);
		const group = world.group("c1");
		let tries = 0;
		group.leave = async () => {
			tries++;
			throw new Error("down");
		};
		page.leave();
		await world.pass(GRACE_MS);
		for (let minute = 0; minute < 24 * 60; minute++) await world.pass(60_000);
		expect(tries).toBeGreaterThan(8);
		expect(tries).toBeLessThan(16);
	});

	test("[INBOX12] a group that was left with a new ticket and could not be told is told after sleep", async () => {
		const world = new TestInbox();
		const page = await come(world);
		world.group("c1").isDown = true;
		await world.ask("list", {}, { groups: ["c2"], issued: world.host.now() + 1_000 });
		void page.send({ type: "state", data: { status: "idle" } });
		await turn();
		world.wake([page]);
		await turn();
		world.group("c1").isDown = false;
		await world.pass(60_000);
		expect(world.group("c1").told.at(-1)).toBe("leave ada");
		expect(world.store.told()).toMatchObject({ groups: ["c2"], member: { status: "idle" } });
	});

	test("[INBOX12] what changed while a group was told is told after it", async () => {
		const world = new TestInbox();
		const page = await come(world);
		void page.send({ type: "state", data: { status: "away" } });
		void page.send({ type: "state", data: { status: "idle" } });
		await turn();
		expect(world.group("c1").told.at(-1)).toBe("enter ada idle");
		expect(world.group("c1").people.get("ada")?.status).toBe("idle");
	});
});
