import { expect, test } from "vitest";
import { channelPath } from "../../src/protocol/paths.ts";
import { ticketOf } from "../support/tokens.ts";
import { range } from "../support/room.ts";
import { hashOf } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

const EACH = 100;

/** What a writer learned: its event's number, or what was newer than it knew. */
type Outcome = { readonly seq: number } | { readonly code: string; readonly newer: unknown };

test("[LOG4] of two hundred who publish on the same head, by socket and HTTP, one wins and all others learn what was newer", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "chat", item: "race" });
	const witness = new Reader(url, hash);
	const { cursor } = await witness.welcome();
	const tickets = await Promise.all(range(1, 2 * EACH).map((n) => ticketOf(`user-${n}`)));
	const sockets = tickets.slice(0, EACH).map((ticket) => new Reader(url, hash, undefined, ticket));
	await Promise.all(sockets.map(async (socket) => socket.welcome()));

	const bySocket = async (socket: Reader): Promise<Outcome> => {
		socket.send({ type: "publish", ref: "claim", name: "claim", expectHead: cursor });
		await socket.until(({ frames }) => frames.some(({ type }) => type === "ack" || type === "fault"));
		const [ack] = socket.of("ack");
		const [fault] = socket.of("fault");
		return ack === undefined ? { code: fault?.code ?? "", newer: fault?.newer } : { seq: ack.seq };
	};
	const byHttp = async (ticket: string): Promise<Outcome> => {
		const response = await fetch(url + channelPath(hash, "publish"), {
			method: "POST",
			headers: { Authorization: `Bearer ${ticket}` },
			body: JSON.stringify({ name: "claim", expectHead: cursor }),
		});
		expect([200, 409]).toContain(response.status);
		const answer = (await response.json()) as { seq: number; fault?: { code: string; newer: unknown } };
		return answer.fault === undefined ? { seq: answer.seq } : { code: answer.fault.code, newer: answer.fault.newer };
	};
	const outcomes = await Promise.all([...sockets.map(bySocket), ...tickets.slice(EACH).map(byHttp)]);

	expect(outcomes.filter((outcome) => "seq" in outcome)).toEqual([{ seq: 1 }]);
	await witness.until(({ events }) => events.length > 0);
	const [winner] = witness.events;
	const lost = outcomes.filter((outcome) => "code" in outcome);
	expect(lost).toHaveLength(2 * EACH - 1);
	for (const outcome of lost) expect(outcome).toEqual({ code: "conflict", newer: [winner] });
	expect(await witness.ping()).toBe(cursor.replace(":0", ":1"));
});
