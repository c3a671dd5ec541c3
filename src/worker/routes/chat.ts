import { Hono } from "hono";
import { unwrap } from "../../door/answered.ts";
import { conversationChannel, directId, newGroupId } from "../../door/chat/names.ts";
import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import { KINDS } from "../../protocol/chat/model.ts";
import { characters } from "../../protocol/chat/requests.ts";
import { decode, type Decoder, json, list, maybe, Mismatch, object, oneOf, text } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { readJson } from "../body.ts";
import type { Context, Env } from "../env.ts";
import { numberOf } from "../query.ts";
import { conversationOf, inboxOf } from "../stubs.ts";
import { rulesOf } from "../target.ts";
import { jsonText } from "./admitted.ts";
import { badMethod } from "./bad-method.ts";
import { origin } from "./origin.ts";

const userId = text(LIMITS.userIdBytes, 1);
/** As a ticket's: it goes wherever the person is named. */
const info: Decoder<Json> = (value, at) => {
	if (fitsUtf8(JSON.stringify(value ?? null), LIMITS.userInfoBytes)) return json(value, at);
	throw new Mismatch(`${at} must take ${LIMITS.userInfoBytes} bytes at most.`);
};
const person = object({ id: userId, name: maybe(text(LIMITS.userNameBytes)), info: maybe(info) });
const people = list(person, CHAT_LIMITS.members);

const introduceBody = object({ users: list(person, CHAT_LIMITS.members, 2) });
const openBody = object({
	kind: oneOf(...KINDS),
	users: people,
	name: maybe(characters(CHAT_LIMITS.nameChars, 1)),
	id: maybe(text(LIMITS.propertyBytes, 1)),
});
const membersBody = object({ add: maybe(people), remove: maybe(list(userId, CHAT_LIMITS.members)) });
const messageBody = object({
	text: characters(CHAT_LIMITS.textChars, 1),
	from: maybe(person),
	id: maybe(text(LIMITS.messageIdBytes, 1)),
});

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
		const room = roomOf(c.env, c.var.originKey.app, kind === "group" ? groupId(id) : await pairId(users));
		const beginning = { kind, members: users, ...(name !== undefined && { name }) };
		return jsonText(JSON.stringify({ conversation: unwrap(await room.begin(ORIGIN, beginning)) }));
	})
	.get("/conversations/:id", async (c) => {
		const room = roomOf(c.env, c.var.originKey.app, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.about(ORIGIN)) }));
	})
	.on("DELETE", "/conversations/:id", async (c) => {
		const room = roomOf(c.env, c.var.originKey.app, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.close()) }));
	})
	.post("/conversations/:id/members", async (c) => {
		const change = await bodyOf(c.req.raw, membersBody);
		const room = roomOf(c.env, c.var.originKey.app, c.req.param("id"));
		return jsonText(JSON.stringify({ conversation: unwrap(await room.members(ORIGIN, change)) }));
	})
	.post("/conversations/:id/messages", async (c) => {
		const { from, id = crypto.randomUUID(), text: said } = await bodyOf(c.req.raw, messageBody);
		const room = roomOf(c.env, c.var.originKey.app, c.req.param("id"));
		const by = { ...ORIGIN, ...(from !== undefined && { as: from }) };
		const { message, delivered } = unwrap(await room.post(by, { id, text: said }));
		return jsonText(JSON.stringify({ message, delivered }));
	})
	.get("/conversations/:id/messages", async (c) => {
		const room = roomOf(c.env, c.var.originKey.app, c.req.param("id"));
		const page = pageOf(c.req.query(), CHAT_LIMITS.historyPage);
		return jsonText(JSON.stringify(unwrap(await room.history(ORIGIN, page))));
	})
	.get("/users/:user/conversations", async (c) => {
		const inbox = inboxOf(c.env, c.var.originKey.app, decode(userId, c.req.param("user"), "bad_request"));
		return jsonText(JSON.stringify(unwrap(await inbox.list(pageOf(c.req.query(), CHAT_LIMITS.listPage)))));
	})
	.all("/introduce", badMethod)
	.all("/conversations", badMethod)
	.all("/conversations/:id", badMethod)
	.all("/conversations/:id/:what{members|messages}", badMethod)
	.all("/users/:user/conversations", badMethod);

async function bodyOf<T>(request: Request, decoder: Decoder<T>): Promise<T> {
	return decode(decoder, await readJson(request, LIMITS.messageBytesCeiling), "bad_request");
}

/** The room of a conversation. @throws FaultError `not_found`, or `area_off` */
function roomOf(env: Env, app: string, id: string): ReturnType<typeof conversationOf> {
	const channel = conversationChannel(id);
	if (channel !== undefined) rulesOf({ app, channel });
	return conversationOf(env, app, id);
}

/** The id of a group as the origin names it, with what ids of groups begin with or without. */
function groupId(id: string | undefined): string {
	if (id === undefined) return newGroupId();
	return id.startsWith("g.") ? id : `g.${id}`;
}

async function pairId(users: readonly { readonly id: string }[]): Promise<string> {
	const [one, other, ...rest] = users;
	if (one === undefined || other === undefined || rest.length > 0 || one.id === other.id)
		throw new FaultError("bad_request", "users must be two for a direct conversation.");
	return directId(one.id, other.id);
}

function pageOf(query: { [name: string]: string }, max: number): { before?: number; limit: number } {
	const most = { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 };
	const before = query["before"] ? { before: numberOf("before", query["before"], most) } : {};
	return { ...before, limit: numberOf("limit", query["limit"], { min: 1, max, otherwise: max }) };
}
