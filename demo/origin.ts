import { type Key, keysOf } from "../src/config/keys.ts";
import { keyringOf } from "../src/auth/keyring.ts";
import { Origin } from "../src/origin/index.ts";
import { FaultError } from "../src/protocol/fault.ts";
import type { Env } from "../src/worker/env.ts";
import production from "../src/worker/index.ts";

/** A request to the demo's backend, with what the runtime gives along. */
export interface Visit {
	readonly request: Request;
	readonly env: Env;
	readonly context: ExecutionContext;
}

/** The demo's site, as a holder of the first key. */
export function originOf({ request, env, context }: Visit): Origin {
	const { id, secret } = firstKey(env);
	return new Origin({
		url: new URL(request.url).origin,
		key: id,
		secret,
		// The Worker is in this very process. By the network, the key would go to wherever the visitor's Host header points.
		fetch: async (url, init) => production.fetch(new Request(url, init), env, context),
	});
}

/** The secrets of the demo's app, which verify what Parlour tells and asks it. */
export function secretsOf(env: Env): string[] {
	return keysOf(keyringOf(env.PARLOUR_KEYS), firstKey(env).app).map(({ secret }) => secret);
}

function firstKey(env: Env): Key {
	const [key] = keyringOf(env.PARLOUR_KEYS).values();
	if (key === undefined) throw new FaultError("not_configured");
	return key;
}

/** An answer of the demo's backend. */
export function answer(body: object): Response {
	return Response.json(body, { headers: { "Cache-Control": "no-store" } });
}

/** @throws FaultError `bad_method` */
export function assertMethod({ request }: Visit, method: "GET" | "POST"): void {
	if (request.method !== method) throw new FaultError("bad_method");
}
