import { Hono, type MiddlewareHandler } from "hono";
import { hmacSha256 } from "../../crypto/hmac.ts";
import { decode, exact } from "../../protocol/decode.ts";
import { formatHash, hashInput } from "../../protocol/hash.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { verifyOrigin } from "../auth/origin.ts";
import { readEntries, readJson } from "../body.ts";
import { channelInput } from "../channel-input.ts";
import type { Context } from "../env.ts";
import { badMethod } from "./bad-method.ts";
import { notifyBody, publishAll } from "./notify.ts";

/** Admits origins only. */
export const origin: MiddlewareHandler<Context> = async (c, next) => {
	c.set("originKey", await verifyOrigin(c.req.header("Authorization"), c.var.keyring));
	await next();
};

/** What origin backends ask, with a key. */
export const originRoutes = new Hono<Context>()
	.post("/notify", origin, async (c) => {
		const { value, faults } = await readEntries(c.req.raw, LIMITS.notifyBytes, "messages");
		const { messages } = decode(notifyBody, value, "bad_request");
		const { config, originKey: key, keyring } = c.var;
		const keep = (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise);
		const results = await publishAll(c.env, { config, key, keyring, keep }, { messages, faults });
		// A notify is answered for each message. Only where all of it was conditional and lost does the status say so.
		const lost = results.every((result) => "fault" in result && result.fault.code === "conflict");
		return c.json({ results }, lost ? 409 : 200);
	})
	.post("/hash", origin, async (c) => {
		const body = decode(hashBody, await readJson(c.req.raw, LIMITS.bodyBytes), "bad_request");
		const { id, secret } = c.var.originKey;
		return c.json({ hash: formatHash(id, body.channel, await hmacSha256(secret, hashInput(body.channel))) });
	})
	.all("/notify", badMethod)
	.all("/hash", badMethod);

const hashBody = exact({ channel: channelInput });
