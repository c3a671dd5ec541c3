import { decode } from "../src/protocol/decode.ts";
import { LIMITS } from "../src/protocol/limits.ts";
import { readJson } from "../src/worker/body.ts";
import { answer, assertMethod, originOf, type Visit } from "./origin.ts";
import { ROOM } from "./room.ts";
import { checkedName, userBody, userId } from "./user.ts";

/** `GET /demo/room`: the hash that a site would print into its page; guests may read with it. */
export async function room(visit: Visit): Promise<Response> {
	assertMethod(visit, "GET");
	return answer({ hash: await originOf(visit).channelHash(ROOM) });
}

/** `POST /demo/session`: what a site's backend does for a visitor who has signed in. */
export async function session(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	const body = decode(userBody, await readJson(visit.request, LIMITS.bodyBytes), "bad_request");
	const user = { id: await userId(body.visitor), name: checkedName(body.name) };
	const origin = originOf(visit);
	const [hash, ticket] = await Promise.all([
		origin.channelHash(ROOM),
		origin.ticket({ user: user.id, name: user.name, channels: [ROOM] }),
	]);
	return answer({ hash, ticket, user });
}
