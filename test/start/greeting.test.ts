import { describe, expect, test } from "vitest";
import { greeting } from "../../scripts/lib/start/greeting.mjs";
import { quoted } from "../../scripts/lib/start/login.mjs";
import { readPort } from "../../scripts/lib/start/port.mjs";

describe("what the start says and takes", () => {
	test("one line of it is a command that a shell takes as it stands", () => {
		const text = greeting({ url: "http://localhost:1", storage: "/s", login: `-u ${quoted("k:it's")}`, keyNote: "k" });
		const [command, ...more] = text.split("\n").filter((line) => line.startsWith("curl "));
		expect(more).toEqual([]);
		expect(command).toContain(String.raw`-u 'k:it'\''s'`);
		expect(command).toMatch(/ http:\/\/localhost:1\/v1\/notify$/);
	});

	test("a port is a number that there is", () => {
		expect([undefined, "", "0", "8080", "65535"].map(readPort)).toEqual([8787, 8787, 0, 8080, 65_535]);
		for (const wrong of ["65536", "-1", "80.5", "http", "0x10", " 80"]) expect(() => readPort(wrong)).toThrow("PORT");
	});
});
