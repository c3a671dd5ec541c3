import { type Context as HonoContext, Hono } from "hono";
import { unwrap } from "../../door/answered.ts";
import type { ConversationCalls } from "../../door/chat/conversation-calls.ts";
import { conversationChannel } from "../../door/chat/names.ts";
import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import { decode, type Decoder } from "../../protocol/decode.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { userId } from "../../protocol/user-id.ts";
import { readJson } from "../body.ts";
import type { Context } from "../env.ts";
import { conversationOf, inboxOf } from "../stubs.ts";
import { rulesOf } from "../target.ts";
import { jsonText } from "./admitted.ts";
import { badMethod } from "./bad-method.ts";
import {
	groupId,
	introduceBody,
	membersBody,
	messageBody,
	openBody,
	pageOf,
	pairId,
	renameBody,
	seqOf,
} from "./chat-asked.ts";
import { origin } from "./origin.ts";

const ORIGIN = { kind: "origin" } as const;

/** What origins do with conversations; below `/v1/chat`. */
export const chatRoutes = new Hono<Context>()
	.use(origin)
	.post("/introduce", async (c) => {
		const { users } = await bodyOf(c.req.raw, introduceBody);
		const { app } = c.var.originKey;
		await Promise.all(users.map(({ id }) => inboxOf(c.env, app, id).introduce(users)));
		return jsonText("{}");
	})
	.post("/conversations", async (c) => {
		const { kind, users, name, id } = await bodyOf(c.req.raw, openBody);
		const room = roomOf(c, kind === "group" ? groupId(id) : await pairId(users));
		const beginning = { kind, members: users, ...(name !== undefined && { name }) };
		return jsonText(JSON.stringify({ conversation: unwrap(await room.begin(ORIGIN, beginning)) }));
	})
	.get("/conversations/:id", async (c) => {
		const room = roomOf(c, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.about(ORIGIN)) }));
	})
	.post("/conversations/:id", async (c) => {
		const { name } = await bodyOf(c.req.raw, renameBody);
		const room = roomOf(c, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.rename(ORIGIN, name)) }));
	})
	.on("DELETE", "/conversations/:id", async (c) => {
		const room = roomOf(c, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.close()) }));
	})
	.post("/conversations/:id/members", async (c) => {
		const change = await bodyOf(c.req.raw, membersBody);
		const room = roomOf(c, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.members(ORIGIN, change)) }));
	})
	.post("/conversations/:id/messages", async (c) => {
		const { from, id = crypto.randomUUID(), text: said } = await bodyOf(c.req.raw, messageBody);
		const room = roomOf(c, c.req.param("id"));
		const by = { ...ORIGIN, ...(from !== undefined && { as: from }) };
		const { message, delivered } = unwrap(await room.post(by, { id, text: said }));
		return jsonText(JSON.stringify({ message, delivered }));
	})
	.get("/conversations/:id/messages", async (c) => {
		const room = roomOf(c, c.req.param("id"));
		const page = pageOf(c.req.query(), CHAT_LIMITS.historyPage);
		return jsonText(JSON.stringify(unwrap(await room.history(ORIGIN, page))));
	})
	.on("DELETE", "/conversations/:id/messages/:seq", async (c) => {
		const room = roomOf(c, c.req.param("id"));
		const { message } = unwrap(await room.delete(ORIGIN, { seq: seqOf(c.req.param("seq")) }));
		return jsonText(JSON.stringify({ message }));
	})
	.get("/users/:user/conversations", async (c) => {
		const inbox = inboxOf(c.env, c.var.originKey.app, decode(userId, c.req.param("user"), "bad_request"));
		return jsonText(JSON.stringify(unwrap(await inbox.list(pageOf(c.req.query(), CHAT_LIMITS.listPage)))));
	})
	.all("/introduce", badMethod)
	.all("/conversations", badMethod)
	.all("/conversations/:id", badMethod)
	.all("/conversations/:id/:what{members|messages}", badMethod)
	.all("/conversations/:id/messages/:seq", badMethod)
	.all("/users/:user/conversations", badMethod);

async function bodyOf<T>(request: Request, decoder: Decoder<T>): Promise<T> {
	return decode(decoder, await readJson(request, LIMITS.messageBytesCeiling), "bad_request");
}

/** The room of a conversation. @throws FaultError `not_found`, or `area_off` */
function roomOf({ env, var: { config, originKey } }: HonoContext<Context>, id: string): ConversationCalls {
	const channel = conversationChannel(id);
	if (channel !== undefined) rulesOf(config, { app: originKey.app, channel });
	return conversationOf(env, originKey.app, id);
}
