import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { channelOf } from "../../../src/protocol/channel.ts";
import { TEST_KEYS } from "../../support/keys.ts";
import { ask, type Sdk } from "../driver.ts";

const { dev, k2, o1 } = TEST_KEYS;
const ID = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

export function webhookContract(sdk: Sdk): void {
	const channel = channelOf({ component: "chat", item: 7 });
	const body = JSON.stringify({
		type: "member.joined",
		timestamp: "2026-01-02T03:04:05.678Z",
		data: { app: "test", channel, user: { id: "ada", name: "Ada 🦋", info: null } },
	});

	const verified = async (text: string, headers: object, secrets: string[] = [dev.secret]) =>
		ask<{ type?: string; error?: string; data?: unknown }>(sdk, {
			do: "webhook",
			secrets,
			headers,
			body: encoded(text),
		});

	test("a webhook signed by the specification's own library is accepted", async () => {
		expect(await verified(body, signed(body))).toEqual({ id: ID, ...(JSON.parse(body) as object) });
		expect(await verified(body, signed(body), [wellKnown(dev.secret)])).toHaveProperty("type", "member.joined");
		const both = signed(body, { secrets: [k2.secret, dev.secret] });
		expect(await verified(body, both)).toHaveProperty("type", "member.joined");
		expect(await verified(body, signed(body), ["a new one", dev.secret])).toHaveProperty("type", "member.joined");
	});

	test("a webhook that is tampered with, stale or signed by another key is refused", async () => {
		const forged = [
			await verified(body.replace("ada", "bob"), signed(body)),
			await verified(body, { ...signed(body), "webhook-id": "msg_2" }),
			await verified(body, signed(body, { secrets: [o1.secret] })),
		];
		for (const { type, error } of forged) {
			expect(type).toBeUndefined();
			expect(error).toContain("signature");
		}
		for (const offset of [-310_000, 310_000]) {
			const { type, error } = await verified(body, signed(body, { at: new Date(Date.now() + offset) }));
			expect(type).toBeUndefined();
			expect(error).toContain("too old");
		}
	});

	test("[SDK6] half of a character that a page sent is read as a sign of its loss", async () => {
		const name = String.raw`"a\ud83e b\udd8b c\ud83e\udd8b d\\ud83e \ud83eA"`;
		const broken = body.replace('"Ada 🦋"', name);
		expect(await verified(broken, signed(broken))).toMatchObject({
			data: { user: { name: "a\ufffd b\ufffd c🦋 d\\ud83e \ufffdA" } },
		});
	});

	const call = JSON.stringify({
		type: "call",
		timestamp: "2026-01-02T03:04:05.678Z",
		data: { app: "test", channel, user: null, component: "vote", data: { choice: [2, "ü"] } },
	});
	const answered = async (handler: string, headers: object) =>
		ask<{ status: number; body: string; headers: object }>(sdk, {
			do: "call",
			handler,
			headers,
			secrets: [dev.secret],
			body: encoded(call),
		});

	test("a call is answered with what the handler returns", async () => {
		const reply = await answered("echo", signed(call));
		expect(reply).toMatchObject({ status: 200, headers: { "Content-Type": "application/json" } });
		expect(JSON.parse(reply.body)).toEqual({ component: "vote", user: null, data: { choice: [2, "ü"] } });
	});

	test("the caller learns of the handler's errors what is meant for them", async () => {
		expect(await answered("refuse", signed(call))).toMatchObject({
			status: 400,
			body: '{"error":{"message":"Not today."}}',
		});
		const crashed = await answered("crash", signed(call));
		expect(crashed.status).toBe(500);
		expect(crashed.body).not.toContain(dev.secret);
		expect((await answered("echo", signed(call, { secrets: [o1.secret] }))).status).toBe(401);
	});
}

function signed(text: string, { secrets = [dev.secret], at = new Date() }: { secrets?: string[]; at?: Date } = {}) {
	return {
		"webhook-id": ID,
		"webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
		"webhook-signature": secrets.map((secret) => new Webhook(wellKnown(secret)).sign(ID, at, text)).join(" "),
	};
}

function wellKnown(secret: string): string {
	return `whsec_${encoded(secret)}`;
}

function encoded(text: string): string {
	return Buffer.from(text).toString("base64");
}
