import { describe, expect, test } from "vitest";
import { ConfigurationError, keysOf, parseKeys } from "../../src/config/keys.ts";

/** The message with which a value is refused. */
function refusal(value: string | undefined): string {
	try {
		parseKeys(value);
	} catch (thrown) {
		if (thrown instanceof ConfigurationError) return thrown.message;
		throw thrown;
	}
	throw new Error("was taken");
}

describe("PARLOUR_KEYS", () => {
	test("[HASH9] holds one key or several, of one app or several", () => {
		const keyring = parseKeys("shop/k1:one,shop/k2:two, blog/k-3_x:three");
		expect([...keyring.values()]).toEqual([
			{ app: "shop", id: "k1", secret: "one" },
			{ app: "shop", id: "k2", secret: "two" },
			{ app: "blog", id: "k-3_x", secret: "three" },
		]);
		expect(keysOf(keyring, "shop").map(({ id }) => id)).toEqual(["k1", "k2"]);
		expect(keysOf(keyring, "nobody")).toEqual([]);
	});

	test.each(["a secret with spaces  ", "ключ-🔑", "with:colons:", "with/slashes", "=+\"'\\", "x"])(
		"[HASH9] takes the secret %j as it is",
		(secret) => {
			expect(parseKeys(`app/k:${secret}`).get("k")?.secret).toBe(secret);
			expect(parseKeys(`app/k:${secret},app/l:y`).get("k")?.secret).toBe(secret);
		},
	);

	test("[HASH9] may end in a newline, as files and pipes do", () => {
		expect(parseKeys("app/k:secret\r\n").get("k")?.secret).toBe("secret");
		expect(parseKeys("app/k:secret,\napp/l:other\n").get("l")?.secret).toBe("other");
	});

	test.each([[undefined], [""], ["  \n"]])("[HTTP11] %j says what to set", (value) => {
		expect(refusal(value)).toMatch(/PARLOUR_KEYS is not set.*app\/keyId:secret/);
	});

	test.each([
		["no app", "k:canary"],
		["an empty app", "/k:canary"],
		["an empty key id", "app/:canary"],
		["no secret", "app/canary"],
		["an empty secret", "app/canary:"],
		["a slash only in the secret", "app:can/ary"],
		["a colon before the slash only", "a:p/canary"],
		["an app with a foreign character", "a pp/k:canary"],
		["a key id with a dot", "app/k.1:canary"],
		["a key id that is too long", `app/${"k".repeat(65)}:canary`],
		["a trailing comma", "app/k:canary,"],
		["a comma in a secret", "app/k:can,ary-canary"],
	])("[HASH9] %s is refused with the entry's place and without its text", (_, value) => {
		const message = refusal(value);
		expect(message).toMatch(/entry [12] is not of the form app\/keyId:secret/);
		expect(message).not.toMatch(/can/);
	});

	test("[HASH9] a key id names one key in the whole deployment", () => {
		expect(refusal("shop/k:canary,blog/k:other-canary")).toBe('PARLOUR_KEYS gives the key id "k" twice.');
	});
});
