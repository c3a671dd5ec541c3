import { expect, it, vi } from "vitest";
import { CONNECT_TIMEOUT_MS } from "../../src/client/core/timing.ts";
import { settle } from "./support/clock.ts";
import { Page } from "./support/page.ts";

// A network that swallows the file of polling and HTTP: it neither comes nor fails.
vi.mock(import("../../src/client/core/over-http.ts"), () => new Promise(() => undefined));

it("[CLIENT3][CLIENT9] does not wait for a polling that never loads: it counts as a failed attempt", async () => {
	const page = new Page({ transport: "poll", transports: {} });
	await settle();
	await page.clock.advance(CONNECT_TIMEOUT_MS - 1);
	expect([page.channel.state, page.clock.next]).toEqual(["connecting", 1]);
	await page.clock.advance(1);
	expect([page.channel.state, page.clock.next]).toEqual(["connecting", 500]);
});

it("[CLIENT11] rejects a request whose code never loads", async () => {
	const page = new Page();
	const codes: unknown[] = [];
	page.channel.presence().catch(({ code }) => codes.push(code));
	await settle();
	await page.clock.advance(CONNECT_TIMEOUT_MS);
	expect(codes).toEqual(["disconnected"]);
});
