import { evictDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import type { AppConfig } from "../../src/config/config.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import { basic, hashOf, ticketOf } from "../support/tokens.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { open, upgrade } from "./support/socket.ts";
import { ask, askJson, faultCode, isAwake, newChannel, notify, pathOf, publish, roomOf } from "./support/worker.ts";

// The configuration that is shipped has no area that is off or closed to guests. The Worker runs in the isolate of its
// tests, so what a file puts into the configuration holds for the file.
beforeAll(() => {
	const test: AppConfig = {
		origins: ["https://good.example"],
		areas: [
			{ component: "off", enabled: false },
			{ component: "closed", guests: false },
			{ component: "secret", readHistory: false },
			{ component: "small", messageBytes: 20 },
		],
	};
	Object.assign(parlourConfig.apps, { test });
});

describe("an area that is off", () => {
	test("[RULE1] refuses everything, an origin included, and wakes no room", async () => {
		const channel = newChannel("off");
		const refused = await upgrade(await pathOf(channel, "socket"), { ticket: await ticketOf("ada") });
		expect(await refused.closed).toMatchObject({ code: FAULTS.area_off.close });
		for (const action of ["poll", "history"])
			expect(faultCode(await askJson(await pathOf(channel, action)))).toBe("area_off");
		for (const action of ["publish", "signal"])
			expect(faultCode(await askJson(await pathOf(channel, action), { name: "a" }))).toBe("area_off");
		const { status, body } = await notify([
			{ channel, name: "a" },
			{ channel: newChannel("on"), name: "a" },
		]);
		expect(status).toBe(200);
		expect(body["results"]).toMatchObject([{ fault: { code: "area_off" } }, { seq: 1 }]);
		expect(await isAwake(channel)).toBe(false);
	});
});

describe("an area without guests", () => {
	test("[RULE2] refuses a page without a ticket, and wakes no room for it", async () => {
		const channel = newChannel("closed");
		const refused = await upgrade(await pathOf(channel, "socket"));
		expect(await refused.closed).toMatchObject({ code: FAULTS.ticket_required.close });
		expect(refused.frames).toMatchObject([{ type: "fault", code: "ticket_required" }]);
		for (const action of ["poll", "history"]) {
			const answer = await askJson(await pathOf(channel, action));
			expect([answer.status, faultCode(answer)]).toEqual([401, "ticket_required"]);
		}
		expect(await isAwake(channel)).toBe(false);
	});

	test("[RULE2] admits members and origins", async () => {
		const channel = newChannel("closed");
		const socket = await open(channel, { ticket: await ticketOf("ada") });
		await publish(channel, "a");
		await socket.take("event");
		const history = await askJson(await pathOf(channel, "history"), undefined, { Authorization: basic() });
		expect(history.body).toMatchObject({ events: [{ seq: 1 }] });
	});
});

describe("an area whose history may not be read", () => {
	test("[RESUME10][RESUME11] gives what was before to nobody, and what was missed to those who were there", async () => {
		const channel = newChannel("secret");
		await publish(channel, "before");
		const first = await open(channel);
		const cursor = first.of("welcome")[0]?.cursor ?? "";
		const [epoch = ""] = cursor.split(":");
		first.send({ type: "replay", after: 0 });
		expect(await first.take("skip")).toMatchObject([{ seq: 1, lost: true }]);
		for (const since of [`${epoch}:0`, `${epoch}:0:1.aaaaaaaaaaaaaaaa`]) {
			const stranger = await open(channel, { since });
			expect(stranger.of("welcome")).toMatchObject([{ resumed: "fresh" }]);
			const poll = await askJson(`${await pathOf(channel, "poll")}?since=${since}`);
			expect(JSON.stringify(poll.body)).not.toContain("before");
		}
		await publish(channel, "missed");
		const back = await open(channel, { since: cursor });
		expect(back.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		expect(await back.take("event")).toMatchObject([{ seq: 2, name: "missed" }]);
		const polled = await askJson(
			`${await pathOf(channel, "poll")}?since=${encodeURIComponent(cursor.replace(":1:", ":0:"))}`,
		);
		expect(polled.body).toMatchObject({ frames: [{ type: "welcome", resumed: "partial" }, { seq: 2 }] });
		// Another channel's room does not take it.
		const other = await open(newChannel("secret"), { since: cursor });
		expect(other.of("welcome")).toMatchObject([{ resumed: "fresh" }]);
	});

	test("[RESUME10] still gives nothing of it after sleep", async () => {
		const channel = newChannel("secret");
		await publish(channel, "before");
		const reader = await open(channel);
		await evictDurableObject(roomOf(channel));
		reader.send({ type: "replay", after: 0 });
		expect(await reader.take("skip")).toMatchObject([{ seq: 1, lost: true }]);
	});
});

describe("an area's other rules", () => {
	test("[RULE5] the history is for origins only, and the welcome says so", async () => {
		const channel = newChannel("secret");
		await publish(channel, "a");
		expect((await open(channel)).of("welcome")).toMatchObject([{ may: { history: false } }]);
		const path = await pathOf(channel, "history");
		expect(faultCode(await askJson(path))).toBe("forbidden");
		expect((await askJson(path, undefined, { Authorization: basic() })).status).toBe(200);
	});

	test("[RULE7][RULE8] a message may be as large as the area says", async () => {
		const channel = newChannel("small");
		expect((await open(channel)).of("welcome")).toMatchObject([{ limits: { messageBytes: 20 } }]);
		expect(await publish(channel, "a", { data: "x".repeat(18) })).toMatchObject({ seq: 1 });
		expect(await publish(channel, "a", { data: "x".repeat(19) })).toMatchObject({ fault: { code: "too_large" } });
	});
});

describe("an app's list of origins", () => {
	test("[HTTP8][SOCKET4] keeps pages of other origins out, and wakes no room for them", async () => {
		const channel = newChannel("on");
		const headers = { Origin: "https://evil.example" };
		const refused = await upgrade(await pathOf(channel, "socket"), { headers });
		expect(await refused.closed).toMatchObject({ code: FAULTS.bad_origin.close, reason: "bad_origin" });
		const response = await ask(await pathOf(channel, "poll"), { headers });
		expect(response.status).toBe(403);
		expect(response.headers.has("Access-Control-Allow-Origin")).toBe(false);
		expect(await response.json()).toMatchObject({ fault: { code: "bad_origin" } });
		expect(await isAwake(channel)).toBe(false);
	});

	test("[HTTP8] admits those it names, and requests of no page at all", async () => {
		const channel = newChannel("on");
		const named = await open(channel, { headers: { Origin: "https://good.example" } });
		const plain = await open(channel);
		await publish(channel, "a");
		for (const socket of [named, plain]) expect(await socket.take("event")).toHaveLength(1);
	});

	test("[HTTP9] answers the preflight of another origin with no leave", async () => {
		const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
		const response = await ask(await pathOf(newChannel("on"), "publish"), { method: "OPTIONS", headers });
		expect(response.headers.has("Access-Control-Allow-Origin")).toBe(false);
	});

	test("[RULE6] holds for its own app, and an app without settings has none to hold", async () => {
		const hash = await hashOf(newChannel("on"), TEST_KEYS.o1);
		const response = await ask(`/v1/channels/${hash}/poll`, { headers: { Origin: "https://evil.example" } });
		expect(response.status).toBe(200);
	});
});
