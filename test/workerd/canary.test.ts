import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encodeBase64url } from "../../src/protocol/base64url.ts";
import type { Json } from "../../src/protocol/json.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { basic, hashOf, jwt, originToken, ticketOf } from "../support/tokens.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { answerFault } from "../../src/worker/faults.ts";
import { open, upgrade } from "./support/socket.ts";
import { ask, newChannel, pathOf } from "./support/worker.ts";

const CANARY = "canary-9f2c";
/** The canary as it stands where it has been encoded. */
const DISGUISES = [CANARY, encodeBase64url(utf8(CANARY)), btoa(CANARY).slice(0, 12)];

/** All that was printed while a test ran. */
const printed: string[] = [];
const METHODS = ["log", "info", "warn", "error", "debug", "trace"] as const;

beforeEach(() => {
	printed.length = 0;
	for (const method of METHODS)
		vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
			printed.push(parts.map(String).join(" "));
		});
});

afterEach(() => {
	vi.restoreAllMocks();
});

/** What an answer, or what was printed so far, says that it should not: the canary, a stack, or that all went well. */
async function leaksIn(response: Response): Promise<string[]> {
	const text = `${JSON.stringify([...response.headers])} ${await response.text()}`;
	const said = `${text}\n${printed.join("\n")}`;
	const wrong = DISGUISES.filter((disguise) => said.includes(disguise));
	if (/\bat .*\.ts:|node_modules|Error:/.test(text)) wrong.push(text);
	return response.status >= 400 ? wrong : [...wrong, `status ${response.status}`];
}

async function tokens(): Promise<string[]> {
	const header = { alg: "HS256", kid: "dev" };
	return [
		CANARY,
		`${CANARY}.${CANARY}.${CANARY}`,
		await jwt(header, { sub: CANARY, exp: 1, iat: 1 }, TEST_KEYS.dev.secret),
		await jwt(header, { sub: CANARY, exp: 9e15, iat: CANARY }, TEST_KEYS.dev.secret),
		await jwt(header, CANARY, TEST_KEYS.dev.secret),
		await jwt({ ...header, kid: CANARY }, { sub: "x" }, CANARY),
		await jwt({ alg: CANARY, kid: "dev" }, { sub: "x" }, CANARY),
		await ticketOf(CANARY, { role: CANARY }),
		await ticketOf(CANARY, { channels: [CANARY] }),
		await originToken({ scope: CANARY }),
		await originToken({ exp: 1, jti: CANARY }),
	];
}

test("[HTTP12][FAULT6] an unknown error is answered and printed without what it says", async () => {
	const response = answerFault(new TypeError(CANARY), new Request("https://parlour.test/"));
	expect(await leaksIn(response)).toEqual([]);
	expect(response.status).toBe(500);
	expect(printed).toEqual(["internal: TypeError"]);
});

test("[HTTP12] a secret, ticket or token that is refused is repeated nowhere", async () => {
	const path = await pathOf(newChannel(), "poll");
	const credentials = [
		basic({ id: "dev", secret: CANARY }),
		basic({ id: CANARY, secret: CANARY }),
		`Basic ${CANARY}`,
		CANARY,
	];
	for (const token of await tokens()) credentials.push(`Bearer ${token}`);
	for (const Authorization of credentials) {
		expect(await leaksIn(await ask(path, { headers: { Authorization } }))).toEqual([]);
		const body = JSON.stringify({ messages: [{ channel: {}, name: CANARY }] });
		expect(await leaksIn(await ask("/v1/notify", { method: "POST", body, headers: { Authorization } }))).toEqual([]);
	}
	expect(credentials.length).toBeGreaterThan(12);
});

test("[HTTP12] nor is a body that is refused", async () => {
	const bodies = [
		CANARY,
		`{"${CANARY}":`,
		`{"messages":"${CANARY}"}`,
		`{"${CANARY}":{"__proto__":1}}`,
		`{"name":{"${CANARY}":1},"data":"${CANARY}"}`,
		`{"channel":{"item":{"${CANARY}":1}}}`,
	];
	const paths = ["/v1/notify", "/v1/hash", await pathOf(newChannel(), "publish"), await pathOf(newChannel(), "signal")];
	for (const path of paths)
		for (const body of bodies)
			expect(await leaksIn(await ask(path, { method: "POST", body, headers: { Authorization: basic() } }))).toEqual([]);
});

test("[HTTP12] nor is what stands in a path or a query", async () => {
	const hash = await hashOf(newChannel());
	const asked = [
		`/${CANARY}`,
		`/v1/channels/${CANARY}/poll`,
		`/v1/channels/${hash}/${CANARY}`,
		`/v1/channels/${hash}/poll?since=${CANARY}`,
		`/v1/channels/${hash}/poll?wait=${CANARY}`,
		`/v1/channels/${hash}/history?before=${CANARY}`,
		`/v1/channels/${hash}/history?limit=${CANARY}`,
	];
	for (const path of asked) expect(await leaksIn(await ask(path))).toEqual([]);
});

test("[HTTP12] nor is anything of it said on a socket, in its frames or its close", async () => {
	for (const ticket of await tokens()) {
		const socket = await upgrade(await pathOf(newChannel(), "socket"), { ticket });
		const { reason } = await socket.closed;
		for (const text of [reason, ...socket.messages])
			for (const disguise of DISGUISES) expect(text).not.toContain(disguise);
	}
	expect(printed.join("\n")).not.toContain(CANARY);
});

test("[HTTP12] nor do frames that are refused, the ref aside, which is their sender's own", async () => {
	const ticket = await ticketOf("ada");
	const socket = await open(newChannel(), { ticket });
	const frames: Json[] = [
		CANARY,
		{ type: CANARY },
		{ type: "publish", name: { [CANARY]: 1 } },
		{ type: "publish", name: `parlour.${CANARY}` },
		{ type: "publish", name: "a", expectHead: CANARY },
		{ type: "replay", after: CANARY },
		{ type: "renew", ticket: CANARY },
	];
	for (const frame of frames) socket.send(frame);
	await socket.take("fault", frames.length);
	const said = socket.messages.join("\n");
	expect(said).not.toContain(CANARY);
	expect(said).not.toContain(ticket);
	expect(printed.join("\n")).not.toContain(CANARY);
});
