import { abortAllDurableObjects } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { FAULTS } from "../../src/protocol/faults.ts";
import type { Json } from "../../src/protocol/json.ts";
import { basic, hashOf, originToken, ticketOf } from "../support/tokens.ts";
import { open, openAs, upgrade } from "./support/socket.ts";
import { type Answer, ask, askJson, faultCode, newChannel, pathOf, publish } from "./support/worker.ts";

type Channel = ReturnType<typeof newChannel>;

async function kick(channel: Channel, body: Json, authorization = basic()): Promise<Answer> {
	return askJson(await pathOf(channel, "kick"), body, { Authorization: authorization });
}

async function redact(channel: Channel, body: Json, authorization = basic()): Promise<Answer> {
	return askJson(await pathOf(channel, "redact"), body, { Authorization: authorization });
}

async function bearer(sub: string, role = "member"): Promise<string> {
	return `Bearer ${await ticketOf(sub, { role })}`;
}

/** How the room refuses a user's socket: the fault's code. */
async function refusal(channel: Channel, sub: string): Promise<string | undefined> {
	const socket = await upgrade(await pathOf(channel, "socket"), { ticket: await ticketOf(sub) });
	const { code, reason } = await socket.closed;
	expect(Object.values(FAULTS).find(({ close }) => close === code)).toBeDefined();
	return reason;
}

describe("who may moderate", () => {
	test("[MOD1] origins by either credential, and moderators; nobody else", async () => {
		const channel = newChannel();
		await publish(channel, "a");
		for (const [authorization, status] of [
			[basic(), 200],
			[`Bearer ${await originToken()}`, 200],
			[await bearer("mo", "moderator"), 200],
			[await bearer("ada"), 403],
		] as const) {
			expect((await kick(channel, { user: "bob" }, authorization)).status).toBe(status);
			expect((await redact(channel, { seqs: [1] }, authorization)).status).toBe(status);
		}
		expect(faultCode(await askJson(await pathOf(channel, "kick"), { user: "bob" }))).toBe("ticket_required");
	});

	test.each<Json>([
		{},
		{ user: "" },
		{ user: 7.5 },
		{ user: "ada", bann: 60 },
		{ user: "x".repeat(129) },
		{ user: "ada", ban: -1 },
		{ user: "ada", ban: "1h" },
		{ user: "ada", ban: 1.5 },
		{ user: "ada", mute: {} },
		{ user: "ada", ban: 1e12 },
	])("[MOD1] a kick that says %j is a bad request", async (body) => {
		expect(faultCode(await kick(newChannel(), body))).toBe("bad_request");
	});

	test.each<Json>([
		{},
		{ seqs: [] },
		{ seqs: [0] },
		{ seqs: ["1"] },
		{ seqs: [1], user: "ada" },
		{ seq: [1] },
		{ seqs: Array.from({ length: 1_001 }, (_, index) => index + 1) },
	])("[MOD5] a redaction case %# is a bad request", async (body) => {
		expect(faultCode(await redact(newChannel(), body))).toBe("bad_request");
	});
});

describe("a kick", () => {
	test("[MOD2] closes all of a user's sockets, and they may come back", async () => {
		const channel = newChannel();
		const [one, two, bob] = [await openAs("ada", channel), await openAs("ada", channel), await openAs("bob", channel)];
		expect((await kick(channel, { user: "ada" })).body).toEqual({});
		for (const tab of [one, two]) {
			expect(await tab.closed).toMatchObject({ code: FAULTS.kicked.close, reason: "kicked" });
			expect(tab.of("fault")).toMatchObject([{ code: "kicked" }]);
		}
		await openAs("ada", channel);
		expect(await publish(channel, "news")).toMatchObject({ recipients: 2 });
		await bob.take("event");
	});
});

describe("a ban", () => {
	test("[MOD3][MOD8] closes all tabs and waiting polls at once, and refuses every way in, through a restart, until it is lifted", async () => {
		const channel = newChannel();
		const tabs = [await openAs("ada", channel), await openAs("ada", channel)];
		const headers = { Authorization: await bearer("ada") };
		const poll = await pathOf(channel, "poll");
		const { body: first } = await askJson(poll, undefined, headers);
		const waiting = askJson(`${poll}?since=${first["cursor"] as string}&wait=25`, undefined, headers);
		expect((await kick(channel, { user: "ada", ban: true })).body).toEqual({ guests: true });
		for (const tab of tabs) expect(await tab.closed).toMatchObject({ code: FAULTS.banned.close, reason: "banned" });
		const ended = await waiting;
		// Where the poll came later than the ban, it was refused; either way it waits no longer.
		expect(faultCode(ended) ?? JSON.stringify(ended.body)).toContain("banned");

		const refusedEverywhere = async () => {
			expect(await refusal(channel, "ada")).toBe("banned");
			for (const [action, body] of [
				["poll", undefined],
				["history", undefined],
				["presence", undefined],
				["publish", { name: "say" }],
				["signal", { name: "typing" }],
				["call", { data: 1 }],
			] as const) {
				const answer = await askJson(await pathOf(channel, action), body, headers);
				expect([action, answer.status, faultCode(answer)]).toEqual([action, 403, "banned"]);
			}
		};
		await refusedEverywhere();
		await abortAllDurableObjects();
		await refusedEverywhere();
		await openAs("bob", channel);
		await kick(channel, { user: "ada", ban: 0 });
		await openAs("ada", channel);
	});

	test("[MOD1][MOD3] keeps a moderator from lifting their own", async () => {
		const channel = newChannel();
		await kick(channel, { user: "mo", ban: 60 });
		const answer = await kick(channel, { user: "mo", ban: false }, await bearer("mo", "moderator"));
		expect([answer.status, faultCode(answer)]).toEqual([403, "banned"]);
	});

	test("[MOD3] is of one channel", async () => {
		const [channel, other] = [newChannel(), newChannel()];
		await kick(channel, { user: "ada", ban: 60 });
		const elsewhere = await openAs("ada", other);
		expect(elsewhere.of("welcome")).toHaveLength(1);
	});
});

describe("a mute", () => {
	test("[MOD4] refuses publishes and signals by socket and HTTP, through a restart; reading goes on", async () => {
		const channel = newChannel();
		await kick(channel, { user: "ada", mute: 60 });
		await abortAllDurableObjects();
		const ada = await openAs("ada", channel);
		ada.send({ type: "publish", ref: "p", name: "say" });
		ada.send({ type: "signal", ref: "s", name: "typing" });
		expect(await ada.take("fault", 2)).toMatchObject([
			{ ref: "p", code: "muted" },
			{ ref: "s", code: "muted" },
		]);
		const headers = { Authorization: await bearer("ada") };
		for (const action of ["publish", "signal"])
			expect(faultCode(await askJson(await pathOf(channel, action), { name: "say" }, headers))).toBe("muted");
		await publish(channel, "news");
		await ada.take("event");
		await kick(channel, { user: "ada", mute: false });
		ada.send({ type: "publish", ref: "again", name: "say" });
		await ada.take("ack");
	});
});

describe("a redaction", () => {
	test("[MOD5][MOD6] is told to all, and the text is in no answer any more", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		for (const ref of ["1", "2"]) ada.send({ type: "publish", ref, name: "say", data: `canary ${ref}` });
		await ada.take("ack", 2);
		await publish(channel, "kept", { data: "kept" });
		expect((await redact(channel, { user: "ada" }, await bearer("mo", "moderator"))).body).toEqual({ seqs: [1, 2] });
		const told = await bob.until(() => bob.of("event").find(({ name }) => name === "parlour.redact"));
		expect(told).toMatchObject({ seq: 4, data: { seqs: [1, 2] } });
		await abortAllDurableObjects();
		const late = await open(channel, { since: `${bob.of("welcome")[0]?.cursor.split(":")[0]}:0` });
		await late.take("event", 2);
		expect(late.of("skip")).toEqual([{ type: "skip", seq: 1, to: 2 }]);
		const answers = [
			late.messages.join(""),
			await (await ask(await pathOf(channel, "history"))).text(),
			await (await ask(`${await pathOf(channel, "poll")}?since=${bob.of("welcome")[0]?.cursor}`)).text(),
		];
		expect(answers.join("")).not.toContain("canary");
		expect(answers[1]).toContain("kept");
	});

	test("[MOD5] of a number that the log has not given is refused", async () => {
		const answer = await redact(newChannel(), { seqs: [1] });
		expect([answer.status, faultCode(answer)]).toEqual([410, "unknown_cursor"]);
	});
});

describe("erasing", () => {
	test("[MOD7] is for origins only", async () => {
		const channel = newChannel();
		await publish(channel, "a");
		const path = `/v1/channels/${await hashOf(channel)}`;
		const attempts: Record<string, string>[] = [{}, { Authorization: await bearer("mo", "moderator") }];
		for (const headers of attempts) expect((await ask(path, { method: "DELETE", headers })).status).toBe(403);
		expect((await askJson(await pathOf(channel, "history"))).body).toMatchObject({ events: [{ seq: 1 }] });
	});

	test("[MOD7] forgets messages, ids, bans and members; readers and polls are sent away and find a new log", async () => {
		const channel = newChannel();
		const [ada, { cursor }] = [await openAs("ada", channel), await publish(channel, "a", { id: "x" })];
		await kick(channel, { user: "bob", ban: true });
		const waiting = askJson(`${await pathOf(channel, "poll")}?since=${cursor}&wait=25`);
		await askJson(await pathOf(channel, "presence"));
		const path = `/v1/channels/${await hashOf(channel)}`;
		expect((await ask(path, { method: "DELETE", headers: { Authorization: basic() } })).status).toBe(200);
		expect(await ada.closed).toMatchObject({ code: FAULTS.erased.close });
		expect(JSON.stringify((await waiting).body)).toMatch(/erased|fresh/);

		const back = await openAs("bob", channel, { since: cursor });
		expect(back.of("welcome")).toMatchObject([{ resumed: "fresh", presence: { count: 1, members: [{ id: "bob" }] } }]);
		expect(await back.ping()).toBe(`pong ${back.of("welcome")[0]!.cursor}`);
		const again = await publish(channel, "b", { id: "x" });
		expect(again.seq).toBe(1);
		expect(again.cursor.split(":")[0]).not.toBe(cursor.split(":")[0]);
		expect((await askJson(await pathOf(channel, "history"))).body).toMatchObject({ events: [{ seq: 1, name: "b" }] });
	});

	test("[MOD7][RCPT3] answers a notify that waits for receipts", async () => {
		const channel = newChannel();
		await openAs("ada", channel);
		const listener = await open(channel);
		const waiting = publish(channel, "asked", { receipts: { wait: 30_000 } });
		await listener.take("event");
		await ask(`/v1/channels/${await hashOf(channel)}`, { method: "DELETE", headers: { Authorization: basic() } });
		expect(await waiting).toMatchObject({ seq: 1, receipts: { acknowledged: [], missing: ["ada"] } });
	});
});
