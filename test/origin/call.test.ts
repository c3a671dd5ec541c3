import { describe, expect, test } from "vitest";
import { type AnswerOptions, answerCall, type Call, CallError, type WebhookEvent } from "../../src/origin/index.ts";
import { bodyOf, ID, NOW, SECRET, signed } from "./support/webhook.ts";

const body = bodyOf("call", {
	user: { id: "ada", role: "moderator" },
	component: "vote",
	data: { choice: [2, "ü"] },
});

async function answered(
	handler: (call: Call) => unknown,
	{ text = body, headers = signed(text), ...options }: AnswerOptions & { text?: string; headers?: object } = {},
) {
	const request = { body: text, headers: headers as Record<string, string> };
	const response = await answerCall(request, SECRET, handler, { now: NOW, ...options });
	const answer = await response.text();
	return { status: response.status, type: response.headers.get("Content-Type"), answer };
}

describe("answerCall", () => {
	test("[CALL1] answers with what the handler returns, as JSON", async () => {
		const calls: Call[] = [];
		const handler = async (call: Call) => {
			calls.push(call);
			return { done: call.data };
		};
		const answer = '{"done":{"choice":[2,"ü"]}}';
		expect(await answered(handler)).toEqual({ status: 200, type: "application/json", answer });
		expect(calls).toEqual([
			{
				id: ID,
				app: "test",
				channel: { context: "", component: "chat", area: "", item: "7", details: "" },
				user: { id: "ada", role: "moderator" },
				component: "vote",
				data: { choice: [2, "ü"] },
			},
		]);
		expect(await answered(() => undefined)).toMatchObject({ status: 200, answer: "null" });
	});

	test("[CALL1] a guest has no user", async () => {
		const text = bodyOf("call", { user: null, component: null, data: null });
		expect(await answered((call) => Object.keys(call), { text })).toMatchObject({
			answer: '["id","app","channel","data"]',
		});
	});

	test("[CALL4] the caller learns of the handler's errors what is meant for them", async () => {
		const refusal = new CallError("Not today.");
		expect(await answered(() => Promise.reject(refusal))).toMatchObject({
			status: 400,
			answer: '{"error":{"message":"Not today."}}',
		});
		const crash = new Error("canary");
		const errors: unknown[] = [];
		const onError = (error: unknown) => errors.push(error);
		const failed = { status: 500, answer: '{"error":{"message":"The request failed."}}' };
		expect(await answered(() => Promise.reject(crash), { onError })).toMatchObject(failed);
		expect(await answered(() => 1n, { onError })).toMatchObject(failed);
		expect(errors).toEqual([crash, expect.any(TypeError)]);
	});

	test("a request that is not signed is answered with 401, and the handler is not called", async () => {
		const headers = signed(body, { secrets: ["not this one"] });
		const { status } = await answered(() => expect.unreachable(), { headers });
		expect(status).toBe(401);
	});

	test("other webhooks go to their own handler, and are sent again where that throws", async () => {
		const text = bodyOf("channel.vacated");
		const events: WebhookEvent[] = [];
		const onEvent = (event: WebhookEvent) => void events.push(event);
		const acknowledged = { status: 204, answer: "" };
		expect(await answered(() => expect.unreachable(), { text, onEvent })).toMatchObject(acknowledged);
		expect(events).toMatchObject([{ id: ID, type: "channel.vacated" }]);
		expect(await answered(() => expect.unreachable(), { text })).toMatchObject(acknowledged);
		const down = new Error("no database");
		const failing = { text, onEvent: () => Promise.reject(down), onError: () => {} };
		expect(await answered(() => null, failing)).toMatchObject({ status: 500 });
	});
});
