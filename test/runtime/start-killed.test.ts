import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ROOM } from "../../demo/room.ts";
import { Origin } from "../../src/origin/index.ts";
import { type Demo, newState, startDemo } from "../browser/support/demo.ts";
import { TEST_KEYS } from "../support/keys.ts";

let state: string;
let demo: Demo | undefined;

beforeEach(async () => {
	state = await newState();
});

afterEach(async () => {
	await demo?.stop();
	demo = undefined;
	await rm(state, { recursive: true, force: true });
});

const message = { channel: ROOM, name: "message", data: { text: "kept" }, id: "once" };

function origin(url: string): Origin {
	return new Origin({ url, key: TEST_KEYS.dev.id, secret: TEST_KEYS.dev.secret });
}

describe("npm start, where it is killed", () => {
	test.for([
		["the program itself", false],
		["npm and its whole group", true],
	] as const)("SIGKILL of %s leaves nothing that holds the port", async ([, npm]) => {
		const killed = await startDemo(state, {}, npm);
		await killed.kill();
		const noAnswer = async (): Promise<void> => expect(fetch(killed.url)).rejects.toThrow("fetch failed");
		await vi.waitFor(noAnswer, { timeout: 30_000, interval: 20 });
		expect(await fetch(killed.url).catch(() => "ended")).toBe("ended");
	});

	test("[LOG13] it starts again at once, on the same port and with all data", async () => {
		const killed = await startDemo(state);
		const stored = await origin(killed.url).notify(message);
		expect(stored).toMatchObject({ ok: true, seq: 1 });
		await killed.kill();
		demo = await startDemo(state, { PORT: String(killed.port) });
		expect(await origin(demo.url).notify(message)).toEqual({ ...stored, recipients: 0 });
		expect(await origin(demo.url).notify({ ...message, id: "next" })).toMatchObject({ seq: 2 });
	});

	test("a second one on the same data is refused, and says which process has it", async () => {
		demo = await startDemo(state);
		await expect(startDemo(state)).rejects.toThrow(/ended \(1\)[^]*is in use by another Parlour \(process \d+\)/);
		expect(await origin(demo.url).notify(message)).toMatchObject({ ok: true });
	});
});
