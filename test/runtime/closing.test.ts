import { expect, test } from "vitest";
import { hashOf } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

test("[SOCKET6] a close by the client is answered, with a code and without", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "closing", item: 1 });
	for (const [code, seen] of [
		[undefined, 1000],
		[1000, 1000],
		[4321, 4321],
	]) {
		const reader = new Reader(url, hash);
		await reader.welcome();
		reader.socket.close(code);
		expect(await reader.closed).toMatchObject({ code: seen });
	}
});

test("[SOCKET4] a refused upgrade gets one fault frame and the fault's close code", async () => {
	const { url, constructed } = await runtime();
	const hash = await hashOf({ component: "closing", item: 2 });
	const reader = new Reader(url, `${hash.slice(0, -2)}AA`);
	expect(await reader.closed).toMatchObject({ code: 4002 });
	expect(reader.frames).toMatchObject([{ type: "fault", code: "bad_hash" }]);
	expect(constructed()).toBe(0);
});
