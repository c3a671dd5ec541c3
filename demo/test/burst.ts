import type { NotifyMessage, Origin } from "../../src/origin/index.ts";
import { decode, object, text, whole } from "../../src/protocol/decode.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { readJson } from "../../src/worker/body.ts";
import { answer, assertMethod, originOf, type Visit } from "../origin.ts";
import { testChannel } from "./channel.ts";

export const BURST_MOST = 10_000;

const burstBody = object({ hash: text(LIMITS.hashBytes), run: text(64, 1), count: whole(1, BURST_MOST) });
type Burst = ReturnType<typeof burstBody>;

/** `POST /demo/test/burst`: notifies the page's channel, as fast as one request after another goes. */
export async function burst(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	const wanted = decode(burstBody, await readJson(visit.request, LIMITS.bodyBytes), "bad_request");
	await testChannel(wanted.hash, visit.env);
	const begun = Date.now();
	const origin = originOf(visit);
	let stored = 0;
	for (let from = 0; from < wanted.count; from += LIMITS.notifyMessages) {
		stored += await notify(origin, wanted, from);
		// This backend and Parlour share a process: without a network between them, nobody else would get a turn.
		await scheduler.wait(1);
	}
	return answer({ stored, ms: Date.now() - begun });
}

/** One request's worth of messages. Answers how many were stored. */
async function notify(origin: Origin, { hash, run, count }: Burst, from: number): Promise<number> {
	const sent = Date.now();
	const length = Math.min(LIMITS.notifyMessages, count - from);
	const messages = Array.from({ length }, (_, index): NotifyMessage => {
		return { hash, name: "burst", data: { run, number: from + index, sent } };
	});
	const results = await origin.notify(messages);
	return results.filter(({ ok }) => ok).length;
}
