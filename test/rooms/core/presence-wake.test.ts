import { describe, expect, test } from "vitest";
import { DEFAULT_RULES, WEBHOOK_TYPES } from "../../../src/config/rules.ts";
import { turn } from "../../support/host.ts";
import { viewAfter, viewOf } from "../../support/presence-view.ts";
import { guest, member, TestRoom } from "../../support/room.ts";

const GRACE = DEFAULT_RULES.presenceGraceMs;

/** A room whose origin is told who comes and goes, and takes what it is told. */
function toldRoom(): TestRoom {
	const room = new TestRoom({ presence: "members", webhooks: WEBHOOK_TYPES });
	room.origin.configured = true;
	room.origin.always = { kind: "answered", status: 200, body: "" };
	room.wake();
	return room;
}

/** What the origin has been told, in order. */
async function told(room: TestRoom): Promise<string[]> {
	await turn();
	return room.origin.requests.map(({ type, data }) => {
		const user = data["user"] as { readonly id: string } | undefined;
		return user === undefined ? type : `${type} ${user.id}`;
	});
}

describe("waking", () => {
	test("[PRES6][FLUSH6] tells nobody anything, neither pages nor the origin", async () => {
		const room = toldRoom();
		const pages = [member("ada", { name: "Ada" }), member("ada"), member("bob"), guest].map((caller) =>
			room.join({ caller }),
		);
		await pages[0]?.send({ type: "state", data: 1 });
		room.host.advance(60_000);
		const before = viewOf(room.room.presence(guest));
		const requests = (await told(room)).length;
		for (const page of pages) page.clear();
		const woken = room.wake(pages);
		room.host.advance(60_000);
		for (const page of woken) expect(page.frames).toEqual([]);
		expect(await told(room)).toHaveLength(requests);
		expect(viewOf(room.room.presence(guest))).toEqual({ ...before, members: [{ id: "ada", state: 1 }, { id: "bob" }] });
	});

	test("[PRES6] who comes and goes after it is told as before", async () => {
		const room = toldRoom();
		const pages = room.wake([member("ada"), member("bob"), guest].map((caller) => room.join({ caller })));
		for (const page of pages) page.clear();
		room.join({ caller: member("cy") });
		expect(pages[0]?.of("presence")).toEqual([{ type: "presence", joined: [{ id: "cy" }], count: 4 }]);
		pages[1]?.leave();
		pages[2]?.leave();
		room.host.advance(2 * GRACE);
		expect(pages[0]?.of("presence").flatMap(({ left = [] }) => left)).toEqual(["bob"]);
		expect(pages[0]?.of("presence").at(-1)?.count).toBe(2);
	});

	test("[PRES6] a member whose socket did not outlive the sleep leaves after the grace, and those who stayed are told", async () => {
		const room = toldRoom();
		const [ada] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		await turn();
		room.host.advance(60_000);
		const [woken] = room.wake([ada!]);
		woken?.clear();
		room.host.advance(GRACE - 1);
		expect(woken?.frames).toEqual([]);
		room.host.advance(1);
		expect(woken?.of("presence")).toEqual([{ type: "presence", left: ["bob"], count: 1 }]);
		expect((await told(room)).at(-1)).toBe("member.left bob");
	});
});

describe("a crash", () => {
	test("[PRES6] members without sockets leave after the grace, and then the channel is vacated", async () => {
		const room = toldRoom();
		for (const caller of [member("ada"), member("bob"), guest]) room.join({ caller });
		room.host.advance(60_000);
		await turn();
		room.wake([]);
		expect(viewOf(room.room.presence(guest)).members).toEqual([{ id: "ada" }, { id: "bob" }]);
		room.host.advance(GRACE - 1);
		expect(await told(room)).toHaveLength(3);
		room.host.advance(1);
		expect(await told(room)).toEqual([
			"channel.occupied",
			"member.joined ada",
			"member.joined bob",
			"member.left ada",
			"member.left bob",
			"channel.vacated",
		]);
		expect(room.room.presence(guest)).toEqual({ count: 0, members: [] });
		room.wake([]);
		room.host.advance(60_000);
		expect(await told(room)).toHaveLength(6);
	});

	test("[PRES6][PRES3] a member who is back within the grace has never left", async () => {
		const room = toldRoom();
		room.join({ caller: member("ada") });
		room.join({ caller: member("bob") });
		await turn();
		room.wake([]);
		room.host.advance(GRACE / 2);
		const ada = room.join({ caller: member("ada") });
		expect(viewAfter(ada.frames).members).toEqual([{ id: "ada" }, { id: "bob" }]);
		room.host.advance(10 * GRACE);
		expect(await told(room)).toEqual(["channel.occupied", "member.joined ada", "member.joined bob", "member.left bob"]);
		expect(viewAfter(ada.frames)).toEqual({ count: 1, members: [{ id: "ada" }] });
	});

	test("[PRES6] a channel that held guests alone is vacated after the grace", async () => {
		const room = toldRoom();
		room.join();
		await turn();
		room.wake([]);
		room.host.advance(GRACE);
		expect(await told(room)).toEqual(["channel.occupied", "channel.vacated"]);
	});

	test("[PRES6] where no origin is told, nobody is shown who is not there", () => {
		const room = new TestRoom({ presence: "members" });
		for (const caller of [member("ada"), member("bob")]) room.join({ caller });
		room.wake([]);
		const back = room.join({ caller: member("ada") });
		expect(back.of("welcome")).toMatchObject([{ presence: { count: 1, members: [{ id: "ada" }] } }]);
	});
});
