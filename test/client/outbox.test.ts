import { describe, expect, it } from "vitest";
import { ParlourError } from "../../src/client/index.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";

/** What became of a promise, once it is known. */
function fateOf(promise: Promise<unknown>): { value?: unknown; code?: string } {
	const fate: { value?: unknown; code?: string } = {};
	promise.then(
		(value) => (fate.value = value),
		(error: unknown) => (fate.code = error instanceof ParlourError ? error.code : String(error)),
	);
	return fate;
}

describe("publishing", () => {
	it("[FRAME9][CLIENT11] resolves with the ack", async () => {
		const page = await livePage();
		const fate = fateOf(page.channel.publish("message", { text: "hi" }, { expectHead: "e:10" }));
		const [sent] = page.socket.link.sentOf("publish");
		expect(sent).toEqual({
			type: "publish",
			ref: "1",
			name: "message",
			data: { text: "hi" },
			id: "id1",
			expectHead: "e:10",
		});
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 5, recipients: 3 });
		await settle();
		expect(fate.value).toMatchObject({ seq: 11, at: 5, recipients: 3 });
		expect(fate.code).toBeUndefined();
	});

	it("[CLIENT11] rejects with the fault's code, and what came with it", async () => {
		const page = await livePage();
		const publish = page.channel.publish("message", 1, { expectHead: 9 });
		page.socket.link.frames({
			type: "fault",
			ref: "1",
			code: "conflict",
			message: "Moved on.",
			newer: [10],
			retryAfter: 7,
		});
		await expect(publish).rejects.toMatchObject({
			name: "ParlourError",
			code: "conflict",
			message: "Moved on.",
			newer: [10],
			retryAfter: 7,
		});
		expect(page.errors).toEqual([]);
	});

	it("[CLIENT12] goes out again under its id after a drop, in its order, and is acknowledged once", async () => {
		const page = await livePage();
		const first = fateOf(page.channel.publish("message", 1));
		const second = fateOf(page.channel.publish("message", 2, { id: "mine" }));
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 5, recipients: 0 });
		const third = fateOf(page.channel.publish("message", 3));
		page.socket.link.drop();
		await page.clock.advance(500);
		const fourth = fateOf(page.channel.publish("message", 4));
		expect(page.socket.link.sent).toEqual([]);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sentOf("publish").map(({ id, ref }) => [id, ref])).toEqual([
			["mine", "2"],
			["id2", "3"],
			["id3", "4"],
		]);
		for (const ref of ["2", "3", "4", "2"])
			page.socket.link.frames({ type: "ack", ref, seq: 12, at: 5, recipients: 0 });
		await settle();
		for (const fate of [first, second, third, fourth]) expect(fate.value).toBeDefined();
		page.socket.link.drop();
		await page.clock.advance(1_000);
		expect(page.socket.links).toHaveLength(3);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[CLIENT12] waits while connecting, and goes out when live", async () => {
		const page = new Page({}, "e:9");
		const fate = fateOf(page.channel.publish("message", 1));
		await settle();
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sent).toEqual([]);
		page.socket.link.frames({ type: "event", seq: 10, at: 1, name: "message", data: 0 });
		expect(page.socket.link.sentOf("publish")).toHaveLength(1);
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 5, recipients: 0 });
		await settle();
		expect(fate.value).toBeDefined();
	});

	it("[CLIENT11] holds a bounded number of messages, and takes more as answers come", async () => {
		const page = await livePage({ queue: 2 });
		const fates = [1, 2, 3].map((data) => fateOf(page.channel.publish("message", data)));
		await settle();
		expect(fates.map(({ code }) => code)).toEqual([undefined, undefined, "queue_full"]);
		page.socket.link.frames({ type: "ack", ref: "1", seq: 11, at: 5, recipients: 0 });
		const another = fateOf(page.channel.publish("message", 4));
		await settle();
		expect(another.code).toBeUndefined();
		expect(page.socket.link.sentOf("publish")).toHaveLength(3);
	});

	it("[CLIENT11] gives up after its time limit, wherever the message stands", async () => {
		const page = await livePage({ timeout: 4_000 });
		const sent = fateOf(page.channel.publish("message", 1));
		page.socket.link.drop();
		const waiting = fateOf(page.channel.publish("message", 2));
		await page.clock.advance(3_999);
		expect([sent.code, waiting.code]).toEqual([undefined, undefined]);
		await page.clock.advance(1);
		expect([sent.code, waiting.code]).toEqual(["timeout", "timeout"]);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[CLIENT11] rejects all that waits when the channel is lost or closed, and whatever is asked after", async () => {
		for (const end of [
			(page: Page) => page.socket.link.drop(CLOSE_CODES.banned),
			(page: Page) => page.channel.close(),
		]) {
			const page = await livePage();
			const fates = [fateOf(page.channel.publish("message", 1)), fateOf(page.channel.call(1))];
			end(page);
			fates.push(fateOf(page.channel.publish("message", 2)), fateOf(page.channel.call(2)));
			await settle();
			expect(fates.map(({ code }) => code)).toEqual(["closed", expect.any(String), "closed", "closed"]);
			expect(page.clock.pending).toBe(0);
		}
	});

	it("[RULE8] refuses data over the area's limit by itself, measured in bytes", async () => {
		const page = await livePage();
		await expect(page.channel.publish("message", "é".repeat(500))).rejects.toMatchObject({ code: "too_large" });
		const fits = fateOf(page.channel.publish("message", "é".repeat(499)));
		expect(page.socket.link.sentOf("publish")).toHaveLength(1);
		expect(fits.code).toBeUndefined();
	});
});

describe("calling", () => {
	it("[CLIENT11] resolves with the reply", async () => {
		const page = await livePage();
		const call = page.channel.call({ ask: 1 }, { component: "quiz" });
		expect(page.socket.link.sent).toEqual([{ type: "call", ref: "1", data: { ask: 1 }, component: "quiz" }]);
		page.socket.link.frames({ type: "reply", ref: "1", data: { answer: 2 } });
		await expect(call).resolves.toEqual({ answer: 2 });
	});

	it("[CLIENT11] rejects where the connection drops before the answer, and is not repeated", async () => {
		const page = await livePage();
		const call = page.channel.call(1);
		page.socket.link.drop();
		await expect(call).rejects.toMatchObject({ code: "disconnected" });
		const later = fateOf(page.channel.call(2));
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sentOf("call").map(({ data }) => data)).toEqual([2]);
		page.socket.link.frames({ type: "reply", ref: "2", data: "late" });
		await settle();
		expect(later.value).toBe("late");
	});
});

describe("signalling", () => {
	it("[FRAME11] sends when live, and says so; otherwise it is gone", async () => {
		const page = await livePage();
		expect(page.channel.signal("typing", true)).toBe(true);
		expect(page.socket.link.sent).toEqual([{ type: "signal", name: "typing", data: true }]);
		page.socket.link.drop();
		expect(page.channel.signal("typing", false)).toBe(false);
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.socket.link.sent).toEqual([]);
	});
});
