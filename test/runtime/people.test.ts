import { expect, test } from "vitest";
import { peopleName } from "../../src/door/chat/names.ts";
import { CHAT, CHAT_ANSWERS } from "../../src/protocol/chat/model.ts";
import type { Json } from "../../src/protocol/json.ts";
import { read } from "../../src/protocol/shape.ts";
import { range } from "../support/room.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { ticketOf } from "../support/tokens.ts";
import { runtime } from "./support/runtime.ts";

const GROUPS = 20;
const PEOPLE = 500;

/** Lets people enter a group, in the object itself. */
async function fill(url: string, group: number): Promise<void> {
	const people = range(1, PEOPLE).map((one) => ({
		id: `u${group}.${one}`,
		name: `Zoë ${one} Ångström`,
		status: "online",
	}));
	const name = encodeURIComponent(peopleName(TEST_KEYS.dev.app, `course:${group}`));
	const answer = await fetch(`${url}/test/people?name=${name}`, { method: "POST", body: JSON.stringify(people) });
	expect(await answer.json()).toMatchObject({ count: PEOPLE });
}

/** Asks who is online, and says how long that took, in milliseconds. */
async function ask(url: string, asked: { readonly [field: string]: Json } = {}) {
	const groups = range(1, GROUPS).map((group) => `course:${group}`);
	const headers = { Authorization: `Bearer ${await ticketOf("ada", { groups })}` };
	const body = JSON.stringify({ component: CHAT, data: { do: "people", ...asked } });
	const begun = performance.now();
	const response = await fetch(`${url}/v1/channels/me/call`, { method: "POST", body, headers });
	const { data } = (await response.json()) as { data: Json };
	const took = Math.round(performance.now() - begun);
	return { took, answer: read(CHAT_ANSWERS.people, data) };
}

test("[PEOPLE1][PEOPLE2] twenty groups of five hundred are listed and searched, also after a crash", async () => {
	const { url, kill, restart } = await runtime();
	for (const group of range(1, GROUPS)) await fill(url, group);
	const first = await ask(url);
	expect(first.answer).toMatchObject({ count: GROUPS * PEOPLE, more: true });
	expect(first.answer.people).toHaveLength(200);
	const again = await ask(url);
	await kill();
	await restart();
	const woken = await ask(url);
	expect(woken.answer).toEqual(first.answer);
	const found = await ask(url, { query: "angstrom 499" });
	expect(found.answer.people).toHaveLength(GROUPS);
	// The target is a second; how fast this machine is at this moment is no matter of right or wrong.
	console.log(
		`people: ${GROUPS} groups of ${PEOPLE}: ${first.took} ms, again ${again.took} ms, woken ${woken.took} ms, search ${found.took} ms`,
	);
});
