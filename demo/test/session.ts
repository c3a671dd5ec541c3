import { decode, maybe, object, text } from "../../src/protocol/decode.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { readJson } from "../../src/worker/body.ts";
import { answer, assertMethod, originOf, type Visit } from "../origin.ts";
import { userId, visitor } from "../user.ts";
import { freshChannel, testChannel } from "./channel.ts";

const sessionBody = object({ hash: maybe(text(LIMITS.hashBytes)), visitor });

/** `POST /demo/test/session`: a channel of the page's own and a ticket for it; with a hash, another ticket for the same. */
export async function testSession(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	const body = decode(sessionBody, await readJson(visit.request, LIMITS.bodyBytes), "bad_request");
	const channel = body.hash === undefined ? freshChannel() : await testChannel(body.hash, visit.env);
	const origin = originOf(visit);
	const [hash, ticket] = await Promise.all([
		origin.channelHash(channel),
		origin.ticket({ user: await userId(body.visitor), name: "Tester", channels: [channel] }),
	]);
	return answer({ hash, ticket, now: Date.now() });
}
