import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseKeys } from "../../src/config/keys.ts";
import { webhookDefault, workerVariables } from "../../scripts/lib/start/variables.mjs";

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "parlour-vars-"));
	file = join(folder, ".dev.vars");
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("what the Worker gets", () => {
	test("the first start writes a random key that only its owner can read, and later ones find it", () => {
		const first = workerVariables({}, file);
		expect(first.keysFrom).toBe("file");
		expect([...parseKeys(first.keys).values()]).toMatchObject([{ app: "dev", id: "local" }]);
		expect(first.keys).toMatch(/^dev\/local:[A-Za-z0-9_-]{43}$/);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(workerVariables({}, file)).toEqual(first);
		rmSync(file);
		expect(workerVariables({}, file).keys).not.toBe(first.keys);
	});

	test.each([
		["PARLOUR_WEBHOK", "PARLOUR_WEBHOOK"],
		["PARLOUR_KEYZ", "PARLOUR_KEYS"],
		["PARLOUR_STATES", "PARLOUR_STATE"],
	])("%s is refused, since %s was probably meant", (name, meant) => {
		expect(() => workerVariables({ [name]: "x" }, file)).toThrow(`Did you mean ${meant}?`);
	});

	test("what the examples read, and a name of one's own, are taken", () => {
		const env = { PARLOUR_KEYS: "a/b:c", PARLOUR_KEY: "k", PARLOUR_URL: "u", PARLOUR_FEATURES: "x" };
		expect(workerVariables(env, file).variables).toMatchObject({ PARLOUR_FEATURES: "x" });
	});

	test("[HASH9] PARLOUR_KEYS of the environment wins and arrives letter by letter, without a file being written", () => {
		const keys = `shop/a:  spaced "quoted" 'and' \`ticked\` $HOME #not-a-comment \\n ключ 🔑  ,shop/b:x`;
		expect(workerVariables({ PARLOUR_KEYS: keys }, file)).toEqual({ keys, keysFrom: "environment", variables: {} });
		expect(() => statSync(file)).toThrow("ENOENT");
	});

	test("other variables are passed on, the environment's over the file's, and the scripts' own are not", () => {
		writeFileSync(file, `PARLOUR_WEBHOOK="http://localhost:1/a"\nPARLOUR_OTHER=kept\nPARLOUR_KEYS="dev/k:s"\n`);
		const env = { PARLOUR_WEBHOOK: "http://localhost:2/b", PARLOUR_STATE: "/x", PARLOUR_HOST: "", HOME: "/root" };
		expect(workerVariables(env, file)).toEqual({
			keys: "dev/k:s",
			keysFrom: "file",
			variables: { PARLOUR_WEBHOOK: "http://localhost:2/b", PARLOUR_OTHER: "kept" },
		});
	});

	test("a file without a key keeps what it has", () => {
		writeFileSync(file, "PARLOUR_OTHER=kept");
		expect(workerVariables({}, file).variables).toEqual({ PARLOUR_OTHER: "kept" });
		expect(readFileSync(file, "utf8")).toMatch(/^PARLOUR_OTHER=kept\n.*\nPARLOUR_KEYS="dev\//);
	});

	test("[CALL6] webhooks go to the demo's own backend, unless the configuration names another", () => {
		const none = { apps: { "*": {} } };
		const address = { PARLOUR_WEBHOOK: "http://127.0.0.1:8787/demo/hook" };
		expect(webhookDefault(none, "0.0.0.0", 8787)).toEqual(address);
		expect(webhookDefault(none, "127.0.0.1", 8787)).toEqual(address);
		const config = { apps: { "*": {}, shop: { webhook: "https://shop.example/hook" } } };
		expect(webhookDefault(config, "127.0.0.1", 8787)).toEqual({});
	});
});
