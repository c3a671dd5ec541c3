import { describe, expect, test } from "vitest";
import type { Caller } from "../../../src/rooms/core/access.ts";
import type { PollQuery } from "../../../src/rooms/core/polls.ts";
import { readCursor } from "../../../src/protocol/cursor.ts";
import { turn } from "../../support/host.ts";
import { guest, member, TestRoom } from "../../support/room.ts";

interface Answer {
	readonly cursor: string;
	readonly frames: readonly { readonly type: string; readonly data?: unknown }[];
	readonly signals: number;
	readonly signalsLost?: boolean;
}

/** A page that polls, as it stands after its last answer. */
class Page {
	readonly #room: TestRoom;
	readonly #caller: Caller;
	#since: string | undefined;
	signals: number | undefined;

	constructor(room: TestRoom, caller: Caller = guest) {
		this.#room = room;
		this.#caller = caller;
	}

	async poll(more: Partial<PollQuery> = {}): Promise<Answer> {
		const since = this.#since === undefined ? undefined : readCursor(this.#since);
		const query = { since, waitMs: 0, hello: false, signals: this.signals, session: "page", ...more };
		const answer = JSON.parse(await this.#room.room.poll(this.#caller, query)) as Answer;
		this.#since = answer.cursor;
		this.signals = answer.signals;
		return answer;
	}

	/** The data of the signals that the next poll brings, or that they were lost. */
	async heard(more?: Partial<PollQuery>): Promise<unknown[]> {
		const { frames, signalsLost } = await this.poll(more);
		const told = frames.filter(({ type }) => type === "signal").map(({ data }) => data);
		return signalsLost === true ? [...told, "lost"] : told;
	}
}

function signal(room: TestRoom, data: string | number, name = `n${data}`): void {
	room.room.signal({ kind: "origin" }, name, data);
}

async function polling(rules: ConstructorParameters<typeof TestRoom>[0] = {}): Promise<{ room: TestRoom; page: Page }> {
	const room = new TestRoom(rules);
	const page = new Page(room);
	await page.poll();
	return { room, page };
}

describe("signals between two polls", () => {
	test("[POLL9] reach the page with its next poll, once and in order", async () => {
		const { room, page } = await polling();
		signal(room, 1);
		signal(room, 2);
		room.host.advance(50);
		expect(await page.heard()).toEqual([1, 2]);
		expect(await page.heard()).toEqual([]);
		signal(room, 3);
		room.host.advance(50);
		expect(await page.heard()).toEqual([3]);
	});

	test("[POLL9] are not told twice to a page whose poll waited for them", async () => {
		const { room, page } = await polling();
		const waiting = page.heard({ waitMs: 5_000 });
		signal(room, 1);
		room.host.advance(50);
		expect(await waiting).toEqual([1]);
		expect(await page.heard()).toEqual([]);
	});

	test("[POLL9] come with events, for each page what it missed, also from sockets", async () => {
		const { room, page } = await polling({ signal: "members" });
		const other = new Page(room);
		const socket = room.join({ caller: member("ada") });
		await socket.send({ type: "signal", name: "typing", data: "socket" });
		await room.notify("e");
		room.host.advance(50);
		await other.poll();
		const { frames } = await page.poll();
		expect(frames.map(({ type }) => type)).toEqual(["event", "signal"]);
		expect(await other.heard()).toEqual([]);
	});

	test("[POLL9] are no part of a poll that does not ask for them, and a first poll misses none", async () => {
		const { room, page } = await polling();
		signal(room, 1);
		room.host.advance(50);
		expect(await page.heard({ signals: undefined })).toEqual([]);
		expect(await new Page(room).heard()).toEqual([]);
	});

	test("[POLL10] are bounded in number and size: past that the page learns that some are lost", async () => {
		const { room, page } = await polling();
		for (let count = 1; count <= 300; count++) signal(room, count);
		room.host.advance(50);
		const many = await page.heard();
		expect(many).toEqual([...Array.from({ length: 256 }, (_, index) => 45 + index), "lost"]);
		expect(await page.heard()).toEqual([]);
		for (let count = 1; count <= 10; count++) signal(room, "x".repeat(30_000), `n${count}`);
		room.host.advance(50);
		const large = await page.heard();
		expect(large).toHaveLength(5);
		expect(large.at(-1)).toBe("lost");
	});

	test("[POLL10] are kept for a minute after the last poll, and nothing is kept where nobody polls", async () => {
		const { room, page } = await polling();
		room.host.advance(59_000);
		signal(room, 1);
		expect(await page.heard()).toEqual([1]);
		room.host.advance(61_000);
		signal(room, 2);
		expect(await page.heard()).toEqual(["lost"]);
		expect(await page.heard()).toEqual([]);
		expect(room.host.timers).toBe(0);
	});

	test("[POLL10] of a room's earlier life are told as lost", async () => {
		const { room, page } = await polling();
		signal(room, 1);
		room.host.advance(50);
		room.wake();
		expect(await page.heard()).toEqual(["lost"]);
		signal(room, 2);
		room.host.advance(50);
		expect(await page.heard()).toEqual([2]);
	});

	test("[POLL10] are told as lost, and not withheld, where the clock was set back", async () => {
		const { room, page } = await polling();
		room.host.setClock(room.host.now() - 3_600_000);
		room.wake();
		expect(await page.heard()).toEqual(["lost"]);
		signal(room, 1);
		room.host.advance(50);
		expect(await page.heard()).toEqual([1]);
	});
});

function count(room: TestRoom): number {
	return room.room.presence({ kind: "origin" }).count;
}

describe("a page that stops polling", () => {
	const ada = member("ada");

	async function there(room: TestRoom): Promise<Page> {
		const page = new Page(room, ada);
		await page.poll();
		return page;
	}

	test("[POLL12] and says good-bye leaves after the grace, and gets what it missed", async () => {
		const room = new TestRoom({ presence: "members", presenceGraceMs: 8_000 });
		const page = await there(room);
		const waiting = page.poll({ waitMs: 25_000 });
		await turn();
		room.host.advance(1_000);
		const farewell = page.poll({ bye: true });
		await expect(waiting).resolves.toMatchObject({ frames: [] });
		await expect(farewell).resolves.toMatchObject({ frames: [] });
		expect(count(room)).toBe(1);
		room.host.advance(8_000);
		expect(count(room)).toBe(0);
	});

	test("[POLL11] gets the signals that it missed with its good-bye, and nothing else", async () => {
		const room = new TestRoom();
		const page = await there(room);
		signal(room, 1);
		await room.notify("e");
		room.host.advance(50);
		expect((await page.poll({ bye: true, hello: true })).frames).toMatchObject([{ type: "signal", data: 1 }]);
		expect(room.room.roster.size).toBe(0);
	});

	test("[POLL13] and whose connection is gone leaves after the grace", async () => {
		const room = new TestRoom({ presence: "members", presenceGraceMs: 8_000 });
		const page = await there(room);
		const waiting = page.poll({ waitMs: 25_000 });
		await turn();
		room.room.leavePoll(ada, "page");
		await waiting;
		room.host.advance(8_000);
		expect(count(room)).toBe(0);
	});

	test("[POLL12] ends nobody else's poll", async () => {
		const room = new TestRoom();
		const page = await there(room);
		void page.poll({ waitMs: 25_000 });
		await turn();
		room.room.leavePoll(member("bob"), "page");
		room.room.leavePoll(guest, "page");
		room.room.leavePoll(ada, "other");
		expect(room.room.roster.size).toBe(1);
	});

	test("[POLL14] a further poll of a page takes the place of the one before", async () => {
		const room = new TestRoom();
		const page = await there(room);
		const first = page.poll({ waitMs: 25_000 });
		await turn();
		void page.poll({ waitMs: 25_000 });
		await expect(first).resolves.toMatchObject({ frames: [] });
		expect(room.room.roster.size).toBe(1);
	});
});
