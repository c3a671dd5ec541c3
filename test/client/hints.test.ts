import { describe, expect, it } from "vitest";
import { HEARTBEAT_TIMEOUT_MS } from "../../src/protocol/limits.ts";
import { settle } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { livePage } from "./support/page.ts";

describe("what the page tells", () => {
	it("[CLIENT10] online and visible again end a wait at once, and start the backoff over", async () => {
		for (const hint of ["online", "wake"] as const) {
			const page = await livePage({ transport: "socket" });
			for (let failure = 0; failure < 5; failure++) {
				page.socket.link.drop();
				if (failure < 4) await page.clock.advance(page.clock.next ?? 0);
			}
			expect(page.clock.next).toBeGreaterThan(1_000);
			page.hint(hint);
			await settle();
			expect(page.socket.links).toHaveLength(6);
			page.socket.link.drop();
			expect(page.clock.next).toBe(500);
		}
	});

	it("[CLIENT10] a live connection is checked at once, and left where it does not answer", async () => {
		const page = await livePage();
		page.hint("wake");
		expect(page.socket.link.pings).toBe(1);
		page.socket.link.pong("e:10");
		await page.clock.advance(HEARTBEAT_TIMEOUT_MS);
		expect(page.heard()).toEqual([]);
		page.hint("online");
		await page.clock.advance(HEARTBEAT_TIMEOUT_MS);
		expect(page.heard()).toEqual(["live > recovering: no_heartbeat"]);
	});

	it("[CLIENT10] offline lets the link go and burns no attempts, until online", async () => {
		const page = await livePage();
		const link = page.socket.link;
		page.hint("offline");
		expect([link.isClosed, page.heard()]).toEqual([true, ["live > recovering: offline"]]);
		await page.clock.advance(20_000);
		expect(page.socket.links).toHaveLength(1);
		page.hint("online");
		await settle();
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.heard()).toEqual(["recovering > live: welcome"]);
	});

	it("[CLIENT10] tries now and then where a system says offline and stays so", async () => {
		const page = await livePage();
		page.hint("offline");
		await page.clock.advance(30_000);
		expect(page.socket.links).toHaveLength(2);
	});

	it("[CLIENT10] a page that freezes lets its socket go, and resumes when it wakes", async () => {
		const page = await livePage();
		const link = page.socket.link;
		page.hint("frozen");
		expect([link.isClosed, page.channel.state]).toEqual([true, "recovering"]);
		page.hint("wake");
		await settle();
		expect(page.socket.link.address.since).toBe("e:10");
	});

	it("[CLIENT10] an attempt under way is left alone", async () => {
		const page = await livePage();
		page.socket.link.drop();
		await page.clock.advance(500);
		page.hint("online");
		page.hint("wake");
		await settle();
		expect(page.socket.links).toHaveLength(2);
	});
});
