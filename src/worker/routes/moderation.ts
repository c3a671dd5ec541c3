import { Hono } from "hono";
import { unwrap } from "../../door/answered.ts";
import { bool, decode, type Decoder, either, exact, list, maybe, whole } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { userId } from "../../protocol/user-id.ts";
import { readJson } from "../body.ts";
import type { Context } from "../env.ts";
import { admitted, jsonText } from "./admitted.ts";

/** Ten years in seconds: as long as a ban without a time holds. */
const FOR_GOOD = 10 * 365 * 24 * 3_600;

/** How long: in seconds, `true` for good, `false` or 0 to lift it. Answers milliseconds. */
const duration: Decoder<number> = (value, at) => {
	const given = either(bool, whole(0, FOR_GOOD))(value, at);
	return 1000 * (typeof given === "number" ? given : given ? FOR_GOOD : 0);
};

const kickBody = exact({ user: userId, ban: maybe(duration), mute: maybe(duration) });
const redactBody = exact({ seqs: maybe(list(whole(1), LIMITS.redactSeqs, 1)), user: maybe(userId) });

/** What moderators and origins do; below `/v1/channels/{hash}`. */
export const moderationRoutes = new Hono<Context>()
	.post("/kick", async (c) => {
		const { room, caller } = await admitted(c);
		const { user, ban, mute } = decode(kickBody, await readJson(c.req.raw, LIMITS.bodyBytes), "bad_request");
		return jsonText(JSON.stringify(unwrap(await room.moderate(caller, { user, banMs: ban, muteMs: mute }))));
	})
	.post("/redact", async (c) => {
		const { room, caller } = await admitted(c);
		const { seqs, user } = decode(redactBody, await readJson(c.req.raw, LIMITS.bodyBytes), "bad_request");
		if ((seqs === undefined) === (user === undefined))
			throw new FaultError("bad_request", "Give either seqs or a user.");
		const target = user === undefined ? { seqs: seqs ?? [] } : { user };
		return jsonText(JSON.stringify({ seqs: unwrap(await room.redact(caller, target)) }));
	})
	.on("DELETE", "/", async (c) => {
		const { room, caller } = await admitted(c);
		if (caller.kind !== "origin") throw new FaultError("forbidden", "Only an origin may erase a channel.");
		await room.erase();
		return jsonText("{}");
	});
