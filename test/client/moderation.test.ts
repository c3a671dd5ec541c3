import { expect, test } from "vitest";
import { Moderation } from "../../src/client/moderation.ts";

/** A moderation whose requests are kept, and answered as the test says. */
function scripted(status: number, answer: object) {
	const requests: { url: string; headers: unknown; body: unknown }[] = [];
	const moderation = new Moderation({
		url: "https://parlour.test/",
		ticket: () => "a.ticket",
		fetch: async (url, init) => {
			requests.push({ url: url as string, headers: init?.headers, body: JSON.parse(init?.body as string) });
			return Response.json(answer, { status });
		},
	});
	return { moderation, requests };
}

test("[MOD1][MOD3] kicks, bans and mutes with the ticket", async () => {
	const { moderation, requests } = scripted(200, {});
	await moderation.kick("k.c.s", "ada");
	await moderation.kick("k.c.s", "ada", { ban: 3600, mute: true });
	const headers = { authorization: "Bearer a.ticket" };
	const url = "https://parlour.test/v1/channels/k.c.s/kick";
	expect(requests).toEqual([
		{ url, headers, body: { user: "ada" } },
		{ url, headers, body: { user: "ada", ban: 3600, mute: true } },
	]);
});

test.each([{ guests: true }, { guests: false }, {}])("[MOD8] a measure is answered with %j", async (answer) => {
	const { moderation } = scripted(200, { ...answer, later: "unknown fields are left out" });
	expect(await moderation.kick("k.c.s", "ada", { ban: true })).toEqual(answer);
});

test("[MOD8] an answer that is not a room's rejects, and says that nobody knows what has happened", async () => {
	const { moderation } = scripted(200, { guests: "yes" });
	await expect(moderation.kick("k.c.s", "ada")).rejects.toMatchObject({ code: "bad_frame", outcome: "unknown" });
});

test("[MOD5] redacts, and tells which messages had a text", async () => {
	const { moderation, requests } = scripted(200, { seqs: [3] });
	expect(await moderation.redact("k.c.s", { seqs: [2, 3] })).toEqual([3]);
	expect(requests[0]).toMatchObject({ url: "https://parlour.test/v1/channels/k.c.s/redact", body: { seqs: [2, 3] } });
});

test("a refusal rejects with the fault's code, and so does a network that is away", async () => {
	const { moderation } = scripted(403, { fault: { code: "forbidden", message: "Only moderators may do this." } });
	await expect(moderation.kick("k.c.s", "ada")).rejects.toMatchObject({ code: "forbidden" });
	const away = new Moderation({ url: "https://x", ticket: "t", fetch: () => Promise.reject(new TypeError("away")) });
	await expect(away.kick("k.c.s", "ada")).rejects.toMatchObject({ code: "disconnected" });
});
