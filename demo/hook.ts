import { answerCall, type Call, CallError } from "../src/origin/index.ts";
import type { Json } from "../src/protocol/json.ts";
import { assertMethod, secretsOf, type Visit } from "./origin.ts";
import { remember } from "./hooks.ts";

/** `POST /demo/hook`: where a site takes webhooks and answers its pages' calls. */
export async function hook(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	return answerCall(visit.request, secretsOf(visit.env), echo, { onEvent: remember });
}

/** Says what was asked, and when; or fails, where the caller wants to see that. */
function echo({ data, user }: Call): object {
	const failure = wantedFailure(data);
	if (failure !== undefined) throw new CallError(failure);
	return { echo: data, user: user?.id ?? null, at: Date.now() };
}

function wantedFailure(data: Json): string | undefined {
	if (typeof data !== "object" || data === null || !("fail" in data)) return undefined;
	return typeof data.fail === "string" ? data.fail : "It failed, as you wished.";
}
