import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import worker from "../../src/worker/index.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import { basic, hashOf } from "../support/tokens.ts";
import { TestSocket } from "./support/socket.ts";
import { newChannel } from "./support/worker.ts";

type Env = Parameters<typeof worker.fetch>[1];

/** Asks the Worker as it would be with these keys. */
async function askWith(PARLOUR_KEYS: string | undefined, path: string, init: RequestInit = {}): Promise<Response> {
	const bindings = { ...(env as unknown as Env), PARLOUR_KEYS } as Env;
	return worker.fetch(new Request(`https://parlour.test${path}`, init), bindings, createExecutionContext());
}

const WRONG = [
	["missing", undefined, "PARLOUR_KEYS is not set"],
	["empty", "", "PARLOUR_KEYS is not set"],
	["malformed", "canary-secret", "entry 1 is not of the form app/keyId:secret"],
	["partly malformed", "test/dev:canary-secret,canary", "entry 2 is not of the form"],
	["given twice", "a/k:canary-secret,b/k:canary-other", 'gives the key id "k" twice'],
] as const;

describe("keys", () => {
	test.each(WRONG)("[HTTP11][HASH9] that are %s refuse every request, with what to set", async (_, keys, message) => {
		const hash = await hashOf(newChannel());
		const asked: [string, RequestInit][] = [
			["/v1/notify", { method: "POST", body: "{}", headers: { Authorization: basic() } }],
			["/v1/hash", { method: "POST", body: "{}" }],
			["/v1/health", {}],
			[`/v1/channels/${hash}/poll`, {}],
			[`/v1/channels/${hash}/history`, {}],
			["/nothing", {}],
		];
		for (const [path, init] of asked) {
			const response = await askWith(keys, path, init);
			const text = await response.text();
			expect(response.status).toBe(503);
			expect(JSON.parse(text)).toMatchObject({
				fault: { code: "not_configured", message: expect.stringContaining(message) as string },
			});
			expect(text).not.toContain("canary");
		}
	});

	test("[HTTP11][SOCKET4] that are missing refuse an upgrade so that a browser can read it", async () => {
		const path = `/v1/channels/${await hashOf(newChannel())}/socket`;
		const socket = new TestSocket(await askWith(undefined, path, { headers: { Upgrade: "websocket" } }));
		expect(await socket.closed).toMatchObject({ code: FAULTS.not_configured.close, reason: "not_configured" });
		expect(socket.frames).toMatchObject([{ type: "fault", code: "not_configured" }]);
	});

	test("[HASH9] that are set anew hold at once", async () => {
		const authorized = { Authorization: basic({ id: "new", secret: "a secret with: spaces" }) };
		const init = { method: "POST", body: '{"channel":{}}', headers: authorized };
		expect((await askWith("test/old:x", "/v1/hash", init)).status).toBe(401);
		expect((await askWith("test/old:x,test/new:a secret with: spaces", "/v1/hash", init)).status).toBe(200);
	});
});
