import { expect, test } from "vitest";
import { keyringOf } from "../../src/auth/keyring.ts";
import { refusedLine } from "../../src/worker/refused.ts";
import { PARLOUR_KEYS } from "../support/keys.ts";
import { hashOf, ticketOf } from "../support/tokens.ts";

const keyring = keyringOf(PARLOUR_KEYS);
const room = { context: "c", component: "chat", area: "room", item: 7, details: "private" };

function request(path: string, headers: Record<string, string> = {}): Request {
	return new Request(`https://parlour.test${path}`, { headers });
}

test("[SETUP3] an area that is off and a foreign origin name the key and the area, not the channel", async () => {
	const path = `/v1/channels/${await hashOf(room)}/poll`;
	for (const code of ["area_off", "bad_origin"] as const) {
		const line = refusedLine(code, request(path, { "CF-Ray": "8f2a-AMS" }), keyring);
		const channel = { component: "chat", area: "room" };
		expect(line).toEqual({ event: "refused", request: "8f2a-AMS", code, key: "dev", channel });
	}
});

test("[SETUP3] a ticket in a subprotocol names its key, on a user's own channel, too", async () => {
	const protocols = `parlour.v1, ticket.${await ticketOf("ada")}`;
	const line = refusedLine(
		"bad_ticket",
		request("/v1/channels/me/socket", { "Sec-WebSocket-Protocol": protocols }),
		keyring,
	);
	expect(line).toMatchObject({ key: "dev", channel: { component: "chat", area: "inbox" } });
});

test("[SETUP3] an id of a request that may be anything is not taken over", () => {
	const line = refusedLine("bad_hash", request("/v1/channels/x/poll", { "X-Request-Id": 'a "quoted" text' }), keyring);
	expect(line?.request).toMatch(/^[\da-f-]{36}$/);
});

test("[SETUP3] without valid keys the line says so and nothing else", async () => {
	const path = `/v1/channels/${await hashOf(room)}/poll`;
	expect(refusedLine("not_configured", request(path), undefined)).toEqual({
		event: "refused",
		request: expect.any(String) as string,
		code: "not_configured",
		key: "unknown",
	});
});

test("[SETUP3] faults of every day have no line", () => {
	for (const code of ["ticket_expired", "ticket_required", "muted", "forbidden", "rate_limited", "not_found"] as const)
		expect(refusedLine(code, request("/v1/channels/me/poll"), keyring)).toBeUndefined();
});
