import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHAT_LIMITS } from "../../src/protocol/chat/limits.ts";
import { ticketOf } from "../support/tokens.ts";
import { type Runtime, startRuntime } from "./support/runtime.ts";

const MEGABYTE = new Uint8Array(1_048_576);

describe("bodies that the Worker does not take", () => {
	let runtime: Runtime;
	let ticket: string;
	beforeAll(async () => {
		[runtime, ticket] = await Promise.all([startRuntime(), ticketOf("ada")]);
	});
	afterAll(async () => runtime.end());

	/** Sends a body as browsers do: all of it, whatever is answered meanwhile. Fails where the connection is reset. */
	async function upload(
		bytes: number,
		{ declared, path = "/v1/files?name=a", bearer = ticket }: { declared: boolean; path?: string; bearer?: string },
	): Promise<{ status: number | undefined; code: unknown }> {
		const headers = { authorization: `Bearer ${bearer}`, ...(declared && { "content-length": bytes }) };
		const sent = request(`${runtime.url}${path}`, { method: "POST", headers, agent: false });
		const answered = once(sent, "response");
		for (let left = bytes; left > 0; left -= MEGABYTE.length)
			if (!sent.write(MEGABYTE.subarray(0, left))) await once(sent, "drain");
		sent.end();
		const [response] = (await answered) as [IncomingMessage];
		let text = "";
		for await (const part of response) text += String(part);
		const { fault } = JSON.parse(text) as { fault?: { code: unknown } };
		return { status: response.statusCode, code: fault?.code };
	}

	test.each([
		["one byte too long, declared", CHAT_LIMITS.fileBytes + 1, true],
		["one byte too long, in parts", CHAT_LIMITS.fileBytes + 1, false],
		["four megabytes too long, declared", CHAT_LIMITS.fileBytes + 4 * MEGABYTE.length, true],
		["four megabytes too long, in parts", CHAT_LIMITS.fileBytes + 4 * MEGABYTE.length, false],
	] as const)("[FILE20] a file that is %s is answered, and the connection is not reset", async (_, bytes, declared) => {
		for (let n = 0; n < 3; n++) expect(await upload(bytes, { declared })).toEqual({ status: 413, code: "too_large" });
	});

	test("[FILE20] a file with a bad ticket is answered, however long it is", async () => {
		const bytes = CHAT_LIMITS.fileBytes;
		for (const declared of [true, false])
			expect(await upload(bytes, { declared, bearer: "a.b.c" })).toEqual({ status: 401, code: "bad_ticket" });
	});

	test("[FILE20][HTTP5] a body of another call is answered, too", async () => {
		const bytes = CHAT_LIMITS.fileBytes;
		for (const declared of [true, false])
			expect(await upload(bytes, { declared, path: "/v1/nothing" })).toEqual({ status: 404, code: "not_found" });
	});

	test("[FILE20] the longest file is taken", async () => {
		for (const declared of [true, false])
			expect(await upload(CHAT_LIMITS.fileBytes, { declared })).toMatchObject({ status: 200 });
	});
});
