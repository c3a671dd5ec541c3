import { type Context as HonoContext, Hono } from "hono";
import { decode, json, object } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { publishBody } from "../../protocol/message.ts";
import { eventName } from "../../protocol/names.ts";
import type { Caller } from "../../rooms/core/access.ts";
import { assertAdmitted, httpCaller } from "../auth/caller.ts";
import { readJson } from "../body.ts";
import { cors } from "../cors.ts";
import type { Context } from "../env.ts";
import { numberOf, positionOf, sinceOf } from "../query.ts";
import { roomOf, unwrap } from "../stubs.ts";
import { type Target, targetOf } from "../target.ts";
import { badMethod } from "./bad-method.ts";
import { socketRoute } from "./socket.ts";

/** What pages ask of one channel; below `/v1/channels/{hash}`. */
export const channelRoutes = new Hono<Context>()
	.use(cors)
	.get("/socket", socketRoute)
	.get("/poll", async (c) => {
		const { address, caller } = await admitted(c);
		const waitSeconds = numberOf("wait", c.req.query("wait"), { min: 0, max: LIMITS.pollWaitSeconds, otherwise: 0 });
		const query = {
			since: sinceOf(c.req.query("since")),
			waitMs: c.req.query("since") ? waitSeconds * 1000 : 0,
			hello: c.req.query("hello") === "1",
		};
		return jsonText(unwrap(await roomOf(c.env, address).poll(caller, query)));
	})
	.get("/history", async (c) => {
		const { address, caller } = await admitted(c);
		const query = {
			before: positionOf(c.req.query("before")),
			after: positionOf(c.req.query("after")),
			limit: numberOf("limit", c.req.query("limit"), {
				min: 1,
				max: LIMITS.historyPage,
				otherwise: LIMITS.historyPageDefault,
			}),
		};
		return jsonText(unwrap(await roomOf(c.env, address).history(caller, query)));
	})
	.post("/publish", async (c) => {
		const { address, caller, rules } = await admitted(c);
		const body = await readJson(c.req.raw, rules.messageBytes + LIMITS.envelopeBytes);
		const message = decode(publishBody, body, "bad_request");
		const published = unwrap(await roomOf(c.env, address).publish(caller, message));
		if ("fault" in published) throw new FaultError(published.fault.code, published.fault.message, published.fault);
		return jsonText(JSON.stringify(published));
	})
	.post("/signal", async (c) => {
		const { address, caller, rules } = await admitted(c);
		const body = await readJson(c.req.raw, rules.messageBytes + LIMITS.envelopeBytes);
		const { name, data } = decode(signalBody, body, "bad_request");
		unwrap(await roomOf(c.env, address).signal(caller, name, data));
		return jsonText("{}");
	})
	.post("/call", () => {
		throw new FaultError("not_supported");
	})
	.all("/:action{socket|poll|history|publish|signal|call}", badMethod);

const signalBody = object({ name: eventName, data: json });

/** The channel of a request and who asks. @throws FaultError */
async function admitted(c: HonoContext<Context, string>): Promise<Target & { readonly caller: Caller }> {
	const target = await targetOf(c.req.param("hash") ?? "", c.var.keyring, c.req.header("Origin"));
	const caller = await httpCaller(c.req.header("Authorization"), c.var.keyring, target.address);
	assertAdmitted(caller, target.rules);
	return { ...target, caller };
}

function jsonText(body: string): Response {
	return new Response(body, { headers: { "Content-Type": "application/json", "Cache-Control": "no-store" } });
}
