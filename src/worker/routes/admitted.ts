import type { Context as HonoContext } from "hono";
import type { Caller } from "../../rooms/core/access.ts";
import { assertAdmitted, httpCaller } from "../auth/caller.ts";
import type { Context } from "../env.ts";
import { type Target, targetOf } from "../target.ts";

/** The channel of a request and who asks: all that can be refused without the room is refused here. @throws FaultError */
export async function admitted(c: HonoContext<Context, string>): Promise<Target & { readonly caller: Caller }> {
	const target = await targetOf(c.req.param("hash") ?? "", c.var.keyring, c.req.header("Origin"));
	const caller = await httpCaller(c.req.header("Authorization"), c.var.keyring, target.address);
	assertAdmitted(caller, target.rules);
	return { ...target, caller };
}

/** An answer that is JSON already. */
export function jsonText(body: string): Response {
	return new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-store" } });
}
