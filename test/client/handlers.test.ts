import { describe, expect, it } from "vitest";
import type { EventFrame, PresenceChange } from "../../src/client/index.ts";
import { event, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";
import { settle } from "./support/clock.ts";

describe("handlers", () => {
	it("get the events of their name, or all, until they are undone", async () => {
		const page = await livePage();
		const got: unknown[] = [];
		const undo = page.channel.on("vote", ({ data, from, id, at }) => got.push([data, from?.id, id, at]));
		page.channel.on("vote", () => got.push("second"));
		page.socket.link.frames({ ...event(11, "yes", "vote"), from: { id: "ann" }, id: "m1" }, event(12));
		undo();
		undo();
		page.socket.link.frames(event(13, "no", "vote"));
		expect(got).toEqual([["yes", "ann", "m1", 1_800_000_000_011], "second", "second"]);
		expect(page.heard()).toEqual([11, 12, 13]);
	});

	it("get an event named * or like a topic of the client's own only as what it is", async () => {
		const page = await livePage();
		const states: unknown[] = [];
		page.channel.onState((change) => states.push(change));
		page.socket.link.frames(event(11, null, "state"), event(12, null, "signal typing"));
		expect([states, page.heard()]).toEqual([[], [11, 12]]);
	});

	it("that are added twice are called twice, and each undo takes one back", async () => {
		const page = await livePage();
		let calls = 0;
		const handler = () => void calls++;
		const undo = page.channel.on("message", handler);
		page.channel.on("message", handler);
		page.socket.link.frames(event(11));
		undo();
		page.socket.link.frames(event(12));
		expect(calls).toBe(3);
	});

	it("tell the room one's own presence data, again on each connection", async () => {
		const page = await livePage();
		page.channel.setPresence({ mood: "busy" });
		page.socket.link.drop();
		page.channel.setPresence({ mood: "away" });
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		const states = page.socket.links.map((link) => link.sentOf("state").map(({ data }) => data));
		expect(states).toEqual([[{ mood: "busy" }], [{ mood: "away" }]]);
	});

	it("[CLIENT13] that throw are reported, and disturb neither the others nor the connection", async () => {
		const page = await livePage();
		const boom = new Error("boom");
		const throws = () => {
			throw boom;
		};
		const got: EventFrame[] = [];
		for (const add of ["onState", "onGap", "onPresence"] as const) page.channel[add](throws);
		page.channel.on("message", throws);
		page.channel.on("message", (frame) => got.push(frame));
		page.socket.link.frames(event(11), event(12));
		page.socket.link.frames({ type: "presence", count: 1 });
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("n:1"));
		expect(got).toHaveLength(2);
		expect(page.errors).toEqual(Array.from({ length: 6 }, () => boom));
		expect(page.channel.state).toBe("live");
	});

	it("[FRAME11] get signals apart from events of the same name", async () => {
		const page = await livePage();
		const got: unknown[] = [];
		page.channel.onSignal("message", ({ data, from }) => got.push([data, from?.name]));
		page.channel.onSignal("*", ({ name }) => got.push(name));
		page.socket.link.frames({ type: "signal", name: "message", data: 1, from: { id: "ann", name: "Ann" } }, event(11));
		expect(got).toEqual([[1, "Ann"], "message"]);
		expect(page.heard()).toEqual([11]);
	});

	it("hear who is there from the welcome, and then who comes and goes", async () => {
		const page = new Page();
		const got: PresenceChange[] = [];
		page.channel.onPresence((change) => got.push(change));
		await settle();
		page.socket.link.frames(welcome("e:1", { presence: { count: 1, members: [{ id: "ann" }] } }));
		page.socket.link.frames({ type: "presence", count: 2, joined: [{ id: "bob" }], left: [] });
		expect(got).toMatchObject([
			{ count: 1, members: [{ id: "ann" }] },
			{ count: 2, joined: [{ id: "bob" }], left: [] },
		]);
	});

	it("are done with an event before its receipt goes out", async () => {
		const page = await livePage();
		page.channel.on("message", () => expect(page.socket.link.sent).toEqual([]));
		page.socket.link.frames({ ...event(11), receipt: true }, { ...event(11), receipt: true });
		expect(page.socket.link.sent).toEqual([{ type: "receipt", seq: 11 }]);
		expect(page.errors).toEqual([]);
	});

	it("[CLIENT13] may publish and close from within, in any state", async () => {
		const page = new Page();
		page.channel.onState(({ to }) => {
			if (to === "live") void page.channel.publish("message", "hello").catch(() => undefined);
			if (to === "recovering") page.channel.close();
		});
		await settle();
		page.socket.link.frames(welcome("e:1"));
		expect(page.socket.link.sentOf("publish")).toHaveLength(1);
		page.socket.link.drop();
		expect(page.heard()).toEqual([
			"connecting > live: welcome",
			"live > recovering: connection_lost",
			"recovering > closed: closed",
		]);
		await settle();
		expect(page.socket.links).toHaveLength(1);
	});
});
