import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { signWebhook } from "../../src/crypto/standard-webhooks.ts";
import { verifyWebhook } from "../../src/origin/index.ts";
import { bodyOf, ID, NOW, SECRET, signed, whsec } from "./support/webhook.ts";

const body = bodyOf("member.joined", { user: { id: "ada", name: "Ada 🦋" }, newer: [1] });
const event = { id: ID, ...(JSON.parse(body) as object) };
const verified = async (text: string, headers: Record<string, string>, secrets: string | string[] = SECRET) =>
	verifyWebhook({ body: text, headers }, secrets, NOW);

describe("verifyWebhook", () => {
	test("[HOOK1] accepts what the specification's own library has signed, by any of the secrets in any spelling", async () => {
		expect(await verified(body, signed(body))).toEqual(event);
		expect(await verified(body, signed(body), whsec(SECRET))).toEqual(event);
		expect(await verified(body, signed(body), ["a new one", SECRET])).toEqual(event);
		expect(await verified(body, signed(body, { secrets: ["an old one", SECRET] }))).toEqual(event);
		const odd = "whsec_itself";
		expect(await verified(body, signed(body, { secrets: [odd] }), odd)).toEqual(event);
		const others = { ...signed(body), "webhook-signature": `v1a,abc v1, ${signed(body)["webhook-signature"]}` };
		expect(await verified(body, others)).toEqual(event);
	});

	test("[HOOK1] what a room signs is accepted here and by the specification's own library", async () => {
		const at = Date.now();
		const headers = { ...(await signWebhook({ id: ID, at, body }, ["other", SECRET])) };
		expect(new Webhook(whsec(SECRET)).verify(body, headers)).toEqual(JSON.parse(body));
		expect(await verifyWebhook({ body, headers }, SECRET)).toEqual(event);
	});

	test("takes a Request, bytes, and headers as Node has them", async () => {
		const headers = signed(body);
		const request = new Request("https://site.example/hook", { method: "POST", body, headers });
		expect(await verifyWebhook(request, SECRET, NOW)).toEqual(event);
		const bytes = Buffer.from(body);
		expect(await verifyWebhook({ body: bytes, headers: new Headers(headers) }, SECRET, NOW)).toEqual(event);
		const loud = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
		expect(await verifyWebhook({ body, headers: { ...loud, host: undefined } }, SECRET, NOW)).toEqual(event);
	});

	test.for([
		["another body", body.replace("ada", "bob"), signed(body)],
		["another id", body, { ...signed(body), "webhook-id": "msg_2" }],
		["another time", body, { ...signed(body), "webhook-timestamp": String(Math.floor(NOW / 1000) + 1) }],
		["another key", body, signed(body, { secrets: ["not this one"] })],
	] as const)("refuses a signature of %s", async ([, text, headers]) => {
		await expect(verified(text, headers)).rejects.toMatchObject({
			name: "WebhookError",
			message: expect.stringContaining("signature") as string,
		});
	});

	test("refuses what is older or newer than five minutes", async () => {
		expect(await verified(body, signed(body, { at: NOW - 299_000 }))).toEqual(event);
		for (const at of [NOW - 302_000, NOW + 302_000])
			await expect(verified(body, signed(body, { at }))).rejects.toThrow("too old");
	});

	test("refuses missing or malformed headers, and bodies that are no webhook's", async () => {
		for (const name of Object.keys(signed(body)))
			await expect(verified(body, { ...signed(body), [name]: "" })).rejects.toThrow("headers");
		await expect(verified(body, { ...signed(body), "webhook-timestamp": "1e9" })).rejects.toThrow("headers");
		for (const wrong of [
			"",
			"[]",
			"{",
			bodyOf("a").replace('"app":"test",', ""),
			'{"type":"a","timestamp":"b","data":null}',
		])
			await expect(verified(wrong, signed(wrong))).rejects.toThrow("malformed");
	});

	test("refuses to work without a secret", async () => {
		for (const none of ["", [], [SECRET, ""]])
			await expect(verified(body, signed(body), none)).rejects.toMatchObject({ code: "bad_request" });
	});
});
