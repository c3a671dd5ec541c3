import { type Key, parseKeys } from "../src/config/keys.ts";
import { Origin } from "../src/origin/index.ts";
import { encodeBase64url } from "../src/protocol/base64url.ts";
import { decode, maybe, object, text } from "../src/protocol/decode.ts";
import { FaultError } from "../src/protocol/fault.ts";
import { LIMITS } from "../src/protocol/limits.ts";
import { utf8 } from "../src/protocol/utf8.ts";
import { readJson } from "../src/worker/body.ts";
import type { Env } from "../src/worker/env.ts";
import { ROOM } from "./room.ts";

/** What a visitor sends: a name, and a random text of their own that makes them the same user the next time. */
const sessionBody = object({ name: text(LIMITS.userNameBytes, 1), visitor: maybe(text(64, 16)) });

const NAME_CHARACTERS = 40;
// What breaks lines or turns the direction of the text around it.
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** `GET /demo/room`: the hash that a site would print into its page; guests may read with it. */
export async function room(request: Request, env: Env): Promise<Response> {
	if (request.method !== "GET") throw new FaultError("bad_method");
	return answer({ hash: await originOf(request, env).channelHash(ROOM) });
}

/** `POST /demo/session`: what a site's backend does for a visitor who has signed in. */
export async function session(request: Request, env: Env): Promise<Response> {
	if (request.method !== "POST") throw new FaultError("bad_method");
	const body = decode(sessionBody, await readJson(request, LIMITS.bodyBytes), "bad_request");
	const user = { id: await userId(body.visitor), name: checkedName(body.name) };
	const origin = originOf(request, env);
	const [hash, ticket] = await Promise.all([
		origin.channelHash(ROOM),
		origin.ticket({ user: user.id, name: user.name, channels: [ROOM] }),
	]);
	return answer({ hash, ticket, user });
}

/** @throws FaultError `bad_request` */
function checkedName(given: string): string {
	const name = given.trim().replace(/ +/g, " ");
	if (name === "" || name.length > NAME_CHARACTERS || UNWANTED.test(name))
		throw new FaultError("bad_request", `A name has 1 to ${NAME_CHARACTERS} characters, on one line.`);
	return name;
}

/** A digest, so that nobody who sees a user's id in the room can become that user. */
async function userId(visitor: string = crypto.randomUUID()): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", utf8(`parlour.demo\n${visitor}`));
	return encodeBase64url(new Uint8Array(digest, 0, 12));
}

function originOf(request: Request, env: Env): Origin {
	const [key] = parseKeys(env.PARLOUR_KEYS).values() as Iterable<Key>;
	if (key === undefined) throw new FaultError("not_configured");
	return new Origin({ url: new URL(request.url).origin, key: key.id, secret: key.secret });
}

function answer(body: object): Response {
	return Response.json(body, { headers: { "Cache-Control": "no-store" } });
}
