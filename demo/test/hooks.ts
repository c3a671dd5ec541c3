import { decode, text } from "../../src/protocol/decode.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { toldOf } from "../hooks.ts";
import { answer, assertMethod, type Visit } from "../origin.ts";
import { testChannel } from "./channel.ts";

/** `GET /demo/test/hooks?hash=…`: what the site was told of the page's channel. */
export async function hooks(visit: Visit): Promise<Response> {
	assertMethod(visit, "GET");
	const given = new URL(visit.request.url).searchParams.get("hash");
	const hash = decode(text(LIMITS.hashBytes), given, "bad_request");
	return answer(toldOf(await testChannel(hash, visit.env)));
}
