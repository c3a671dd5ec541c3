import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { signWebhook } from "../../src/crypto/standard-webhooks.ts";

const SECRETS = ["parlour-test-secret-0123456789abcdef", "é 🔑 second-secret-0123456789"];
const ID = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
const BODY = '{"type":"member.joined","data":{"user":{"id":"ada","name":"Ada 🦋"}}}';

function verifier(secret: string): Webhook {
	return new Webhook(`whsec_${Buffer.from(secret).toString("base64")}`);
}

function refused(run: () => unknown): boolean {
	try {
		run();
		return false;
	} catch {
		return true;
	}
}

describe("a signed webhook", () => {
	test("[HOOK1] is what the specification's own library accepts, by each of the secrets", async () => {
		const headers = { ...(await signWebhook({ id: ID, at: Date.now(), body: BODY }, SECRETS)) };
		for (const secret of SECRETS) expect(verifier(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
		expect(headers["webhook-signature"].split(" ")).toHaveLength(SECRETS.length);
	});

	test("[HOOK1] is the same as the specification's own library makes", async () => {
		const at = new Date("2026-01-02T03:04:05.678Z");
		for (const secret of SECRETS)
			expect(await signWebhook({ id: ID, at: at.getTime(), body: BODY }, [secret])).toEqual({
				"webhook-id": ID,
				"webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
				"webhook-signature": verifier(secret).sign(ID, at, BODY),
			});
	});

	test("[HOOK1] is refused where anything of it was changed, and by any other secret", async () => {
		const headers = { ...(await signWebhook({ id: ID, at: Date.now(), body: BODY }, SECRETS)) };
		const webhook = verifier(SECRETS[0] ?? "");
		const tampered: (() => unknown)[] = [
			() => webhook.verify(BODY.replace("ada", "bob"), headers),
			() => webhook.verify(BODY, { ...headers, "webhook-id": "msg_other" }),
			() => webhook.verify(BODY, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 1) }),
			() => verifier("another secret").verify(BODY, headers),
		];
		expect(tampered.map(refused)).toEqual([true, true, true, true]);
	});

	test("[HOOK1] is accepted whatever its body and secret are", async () => {
		const text = fc.string({ unit: "grapheme" });
		const secret = fc.string({ minLength: 1, unit: "grapheme" });
		await fc.assert(
			fc.asyncProperty(text, secret, async (words, key) => {
				const body = JSON.stringify({ words });
				const headers = { ...(await signWebhook({ id: ID, at: Date.now(), body }, [key])) };
				expect(verifier(key).verify(body, headers)).toEqual({ words });
			}),
			{ seed: 11, numRuns: 300 },
		);
	});
});
