import { Hono } from "hono";
import { unwrap } from "../../door/answered.ts";
import { decode, json, maybe, object, text } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { publishBody } from "../../protocol/message.ts";
import { eventName } from "../../protocol/names.ts";
import { readJson } from "../body.ts";
import { cors } from "../cors.ts";
import type { Context } from "../env.ts";
import { patientAnswer } from "../patient-answer.ts";
import { numberOf, positionOf, sinceOf } from "../query.ts";
import { admitted, jsonText } from "./admitted.ts";
import { badMethod } from "./bad-method.ts";
import { moderationRoutes } from "./moderation.ts";
import { socketRoute } from "./socket.ts";

/** What pages ask of one channel; below `/v1/channels/{hash}`. */
export const channelRoutes = new Hono<Context>()
	.use(cors)
	.get("/socket", socketRoute)
	.get("/poll", async (c) => {
		const { room, caller } = await admitted(c);
		const waitSeconds = numberOf("wait", c.req.query("wait"), { min: 0, max: LIMITS.pollWaitSeconds, otherwise: 0 });
		const query = {
			since: sinceOf(c.req.query("since")),
			waitMs: c.req.query("since") ? waitSeconds * 1000 : 0,
			hello: c.req.query("hello") === "1",
			presence: versionOf("presence", c.req.query("presence")),
			signals: versionOf("signals", c.req.query("signals")),
			session: sessionOf(c.req.query("session")),
			bye: c.req.query("bye") === "1",
		};
		const { session } = query;
		const answer = room.poll(caller, query).then(unwrap);
		const onGone = (): void => c.executionCtx.waitUntil(room.leavePoll(caller, session).catch(() => undefined));
		return jsonText(await patientAnswer(answer, onGone));
	})
	.get("/history", async (c) => {
		const { room, caller } = await admitted(c);
		const query = {
			before: positionOf(c.req.query("before")),
			after: positionOf(c.req.query("after")),
			limit: numberOf("limit", c.req.query("limit"), {
				min: 1,
				max: LIMITS.historyPage,
				otherwise: LIMITS.historyPageDefault,
			}),
		};
		return jsonText(unwrap(await room.history(caller, query)));
	})
	.post("/publish", async (c) => {
		const { room, caller, rules } = await admitted(c);
		const body = await readJson(c.req.raw, rules.messageBytes + LIMITS.envelopeBytes);
		const message = decode(publishBody, body, "bad_request");
		const published = unwrap(await room.publish(caller, message));
		if ("fault" in published) throw new FaultError(published.fault.code, published.fault.message, published.fault);
		return jsonText(JSON.stringify(published));
	})
	.post("/signal", async (c) => {
		const { room, caller, rules } = await admitted(c);
		const body = await readJson(c.req.raw, rules.messageBytes + LIMITS.envelopeBytes);
		const { name, data } = decode(signalBody, body, "bad_request");
		unwrap(await room.signal(caller, { name, data }));
		return jsonText("{}");
	})
	.post("/call", async (c) => {
		const { room, caller, rules } = await admitted(c);
		const body = await readJson(c.req.raw, rules.messageBytes + LIMITS.envelopeBytes);
		const data = unwrap(await room.call(caller, decode(callBody, body, "bad_request")));
		return jsonText(JSON.stringify({ data }));
	})
	.get("/presence", async (c) => {
		const { room, caller } = await admitted(c);
		return jsonText(JSON.stringify(unwrap(await room.presence(caller))));
	})
	.route("/", moderationRoutes)
	.all("/", badMethod)
	.all("/:action{socket|poll|history|publish|signal|call|presence|kick|redact}", badMethod);

const signalBody = object({ name: eventName, data: json });
const callBody = object({ data: json, component: maybe(text(LIMITS.propertyBytes)) });

function versionOf(name: string, value: string | undefined): number | undefined {
	return value === undefined
		? undefined
		: numberOf(name, value, { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
}

/** The session that a poll names, or one of its own. @throws FaultError `bad_request` */
function sessionOf(value: string | undefined): string {
	return value === undefined ? crypto.randomUUID() : decode(text(LIMITS.sessionBytes, 1), value, "bad_request");
}
