import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { decodeServerFrames, type ServerFrames } from "../../src/protocol/server-frames.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { open, openAs, type TestSocket } from "./support/socket.ts";
import { askJson, faultCode, newChannel, pathOf, publish, roomOf } from "./support/worker.ts";

/** The presence frames so far. */
function told(socket: TestSocket): ServerFrames["presence"][] {
	const frames = socket.messages.filter((message) => !message.startsWith("pong")).flatMap(decodeServerFrames);
	return frames.filter((frame): frame is ServerFrames["presence"] => frame.type === "presence");
}

async function presence(channel: ReturnType<typeof newChannel>, headers: Record<string, string> = {}) {
	return (await askJson(await pathOf(channel, "presence"), undefined, headers)).body;
}

describe("asking who is there", () => {
	test("[PRES1][PRES9] answers count and members, tabs as one and guests in the count alone", async () => {
		const channel = newChannel();
		const ada = { id: "ada", name: "ADA" };
		for (const sub of ["ada", "ada", "bob"]) await openAs(sub, channel);
		await open(channel);
		expect(await presence(channel)).toEqual({ count: 3, members: [ada, { id: "bob", name: "BOB" }] });
	});

	test("[PRES2][PRES9] answers a count alone where the area only counts, to origins too", async () => {
		const channel = newChannel("mod_quiz");
		await openAs("ada", channel);
		const askers: Record<string, string>[] = [{}, { Authorization: basic() }];
		for (const headers of askers) expect(await presence(channel, headers)).toEqual({ count: 1 });
	});

	test("[PRES5][PRES9] tells a page a sample of many, and an origin all of them", async () => {
		const channel = newChannel();
		const ids = Array.from({ length: 210 }, (_, n) => `user-${String(n).padStart(3, "0")}`);
		for (const id of ids.toReversed()) await openAs(id, channel);
		const page = await presence(channel);
		expect(page).toMatchObject({ count: 210, sample: true });
		expect((page["members"] as { id: string }[]).map(({ id }) => id)).toEqual(ids.slice(0, 200));
		const whole = await presence(channel, { Authorization: basic() });
		expect(whole).not.toHaveProperty("sample");
		expect((whole["members"] as { id: string }[]).map(({ id }) => id)).toEqual(ids);
	});

	test("[PRES9] with a bad ticket or for another app is refused", async () => {
		const path = await pathOf(newChannel(), "presence");
		expect(faultCode(await askJson(path, undefined, { Authorization: "Bearer x" }))).toBe("bad_ticket");
	});
});

describe("being told", () => {
	test("[PRES2][PRES3] of who comes at once, and of who goes after the grace", async () => {
		const channel = newChannel();
		const ada = await openAs("ada", channel);
		const bob = await openAs("bob", channel);
		await ada.until(() => told(ada).some(({ joined = [] }) => joined.some(({ id }) => id === "bob")));
		bob.close(1000);
		await bob.closed;
		expect(await presence(channel)).toMatchObject({ count: 2 });
		await ada.until(() => told(ada).some(({ left = [] }) => left.includes("bob")));
		expect(await presence(channel)).toMatchObject({ count: 1 });
	});

	test("[PRES8] of a member's own data, which outlives sleep", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		ada.send({ type: "state", data: { typing: true } });
		const known = { id: "ada", name: "ADA", state: { typing: true } };
		await bob.until(() => told(bob).some(({ joined = [] }) => joined.some(({ state }) => state !== undefined)));
		expect(told(bob).at(-1)?.joined).toContainEqual(known);
		await evictDurableObject(roomOf(channel));
		expect((await presence(channel))["members"]).toContainEqual(known);
		ada.send({ type: "state", data: "x".repeat(LIMITS.stateBytes) });
		expect(await ada.take("fault")).toMatchObject([{ code: "too_large" }]);
	});

	test("[PRES6] of nothing when the room wakes, and of what changes afterwards", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		await ada.until(() => told(ada).at(-1)?.count === 2);
		await publish(channel, "after which all is told");
		for (const socket of [ada, bob]) await socket.take("event");
		const before = [ada, bob].map(({ messages }) => messages.length);
		await evictDurableObject(roomOf(channel));
		await publish(channel, "wake");
		for (const socket of [ada, bob]) await socket.take("event", 2);
		expect([ada, bob].map(({ messages }) => messages.length)).toEqual(before.map((count) => count + 1));
		await openAs("cy", channel);
		await ada.until(() => told(ada).at(-1)?.count === 3);
		expect(told(ada).at(-1)).toEqual({ type: "presence", joined: [{ id: "cy", name: "CY" }], count: 3 });
	});

	test("[PRES10][POLL8] by polls that say what they know", async () => {
		const channel = newChannel();
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const poll = async (query: string) =>
			(await askJson(`${await pathOf(channel, "poll")}?${query}`, undefined, headers)).body;
		const first = await poll("");
		const since = `since=${first["cursor"] as string}`;
		expect((await poll(`${since}&presence=${first["presence"] as number}`))["frames"]).toEqual([]);
		await openAs("bob", channel);
		const second = await poll(`${since}&wait=5&presence=${first["presence"] as number}`);
		expect(second["frames"]).toMatchObject([{ type: "presence", count: 2 }]);
		expect((await poll(since))["frames"]).toEqual([]);
		expect(faultCode(await askJson(`${await pathOf(channel, "poll")}?${since}&presence=x`))).toBe("bad_request");
	});
});
