import type { Context as HonoContext } from "hono";
import type { AreaRules } from "../../config/rules.ts";
import type { RoomCalls } from "../../door/room-calls.ts";
import { MY_CHANNEL } from "../../protocol/chat/model.ts";
import type { Caller } from "../../rooms/core/access.ts";
import { addressOf } from "../address.ts";
import { assertAdmitted, at, httpCaller, httpOwner } from "../auth/caller.ts";
import type { Context } from "../env.ts";
import { inboxOf, roomOf } from "../stubs.ts";
import { assertOrigin, rulesOfInbox, targetOf } from "../target.ts";

/** Whom a request is for, who asks, and what holds there. */
export interface Admitted {
	readonly room: RoomCalls;
	readonly caller: Caller;
	readonly rules: AreaRules;
}

/** The channel of a request and who asks: all that can be refused without the room is refused here. @throws FaultError */
export async function admitted(c: HonoContext<Context, string>): Promise<Admitted> {
	const hash = c.req.param("hash") ?? "";
	if (hash === MY_CHANNEL) return admittedOwner(c);
	const { address, rules } = await targetOf(hash, c.var, c.req.header("Origin"));
	const caller = await httpCaller(c.req.header("Authorization"), c.var.keyring, address);
	assertAdmitted(caller, rules);
	const from = addressOf(c.req.raw, c.env.PARLOUR_ADDRESS_HEADER);
	return { room: roomOf(c.env, address), caller: at(caller, from), rules };
}

async function admittedOwner(c: HonoContext<Context, string>): Promise<Admitted> {
	const { app, caller } = await httpOwner(c.req.header("Authorization"), c.var.keyring);
	assertOrigin(c.var.config, app, c.req.header("Origin"));
	return { rules: rulesOfInbox(c.var.config, app), room: inboxOf(c.env, app, caller.user.id), caller };
}

/** An answer that is JSON already. */
export function jsonText(body: string | ReadableStream<Uint8Array>): Response {
	return new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-store" } });
}
