import { beforeAll, describe, expect, it } from "vitest";
import { settle } from "./support/clock.ts";
import { event } from "./support/frames.ts";
import { Page } from "./support/page.ts";

// What the requests load when they are first made is here before the tests look for it.
beforeAll(() => import("../../src/client/core/over-http.ts"));

/** A page whose every request gets the same answer. */
function answering(body: unknown, status = 200) {
	const urls: string[] = [];
	const page = new Page({
		ticket: async () => "a.b.c",
		environment: {
			fetch: async (url, { headers }) => {
				urls.push(`${url} ${new Headers(headers).get("authorization")}`);
				return new Response(JSON.stringify(body), { status });
			},
		},
	});
	return { page, urls };
}

describe("what a channel asks over HTTP", () => {
	it("[LOG11] reads a page of the history", async () => {
		const { page, urls } = answering({ events: [event(3), event(4)], more: true });
		await expect(page.channel.history({ before: "e:5", limit: 2 })).resolves.toEqual({
			events: [event(3), event(4)],
			more: true,
		});
		await page.channel.history();
		expect(urls).toEqual([
			"https://parlour.test/v1/channels/key.channel.signature/history?before=e%3A5&limit=2 Bearer a.b.c",
			"https://parlour.test/v1/channels/key.channel.signature/history? Bearer a.b.c",
		]);
	});

	it("asks who is there", async () => {
		const { page, urls } = answering({ count: 2, members: [{ id: "ann" }, { id: "bob", name: "Bob" }] });
		await expect(page.channel.presence()).resolves.toEqual({
			count: 2,
			members: [{ id: "ann" }, { id: "bob", name: "Bob" }],
		});
		expect(urls[0]).toContain("/presence?");
	});

	it("[CLIENT11][HTTP1] rejects with the fault's code", async () => {
		const { page } = answering({ fault: { code: "forbidden", message: "Not here." } }, 403);
		await expect(page.channel.history()).rejects.toMatchObject({ code: "forbidden", message: "Not here." });
	});

	it("[CLIENT11] rejects where no room answers, and where none answers in time", async () => {
		await expect(answering("hello", 502).page.channel.presence()).rejects.toMatchObject({ code: "disconnected" });
		const page = new Page({
			timeout: 1_000,
			environment: {
				fetch: (_, { signal }) =>
					new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")))),
			},
		});
		const codes: unknown[] = [];
		page.channel.presence().catch(({ code }) => codes.push(code));
		await settle();
		await page.clock.advance(999);
		expect(codes).toEqual([]);
		await page.clock.advance(1);
		expect(codes).toEqual(["timeout"]);
	});

	it("[CLIENT11] rejects in time also where a fetch does not hear that it is called off", async () => {
		const page = new Page({ timeout: 1_000, environment: { fetch: () => new Promise(() => undefined) } });
		const codes: unknown[] = [];
		page.channel.presence().catch(({ code }) => codes.push(code));
		await settle();
		await page.clock.advance(1_000);
		expect(codes).toEqual(["timeout"]);
	});

	it("takes an address with a slash, or one of a socket", async () => {
		for (const url of ["https://parlour.test/", "wss://parlour.test"]) {
			const page = new Page({ url });
			await settle();
			expect(page.socket.link.address.url).toBe("https://parlour.test");
		}
	});
});
