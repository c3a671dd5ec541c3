import { describe, expect, test } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import { appConfig, areaRules, defineConfig, originAllowed } from "../../src/config/config.ts";
import { ConfigurationError } from "../../src/config/keys.ts";
import { type AreaRule, DEFAULT_RULES } from "../../src/config/rules.ts";
import { LIMITS } from "../../src/protocol/limits.ts";

function refusal(area: AreaRule): string {
	try {
		defineConfig({ apps: { shop: { areas: [{}, area] } } });
	} catch (thrown) {
		if (thrown instanceof ConfigurationError) return thrown.message;
		throw thrown;
	}
	throw new Error("was taken");
}

describe("a configuration", () => {
	test.each([
		["messageBytes", { messageBytes: 0 }],
		["messageBytes", { messageBytes: LIMITS.messageBytesCeiling + 1 }],
		["messageBytes", { messageBytes: Number.NaN }],
		["messageBytes", { messageBytes: 10.5 }],
		["maxDelayMs", { maxDelayMs: -1 }],
		["maxDelayMs", { maxDelayMs: 10_001 }],
		["maxDelayMs", { maxDelayMs: Number.NaN }],
		["history", { history: { messages: -1, days: 1 } }],
		["history", { history: { messages: 1.5, days: 1 } }],
		["history", { history: { messages: 1, days: 0 } }],
		["history", { history: { messages: 1, days: Number.NaN } }],
		["rates", { rates: { user: { perSecond: 0, burst: 1 } } }],
		["rates", { rates: { signals: { perSecond: 1, burst: 0 } } }],
	] as [string, AreaRule][])("[RULE10] is refused for %s as in %j, with app and setting", (setting, area) => {
		expect(refusal(area)).toMatch(new RegExp(`app "shop".*${setting}`));
	});

	test("[RULE10] may go to its limits", () => {
		const areas: AreaRule[] = [
			{ messageBytes: 1, maxDelayMs: 0, history: { messages: 0, days: 0.5 } },
			{ messageBytes: LIMITS.messageBytesCeiling, maxDelayMs: 10_000, history: { messages: 1e9, days: 36_500 } },
		];
		expect(defineConfig({ apps: { shop: { areas } } }).apps["shop"]?.areas).toBe(areas);
	});

	test("[RULE6] an app without settings has those of *", () => {
		const config = { apps: { "*": { origins: ["https://all.example"] }, shop: { origins: ["https://shop.example"] } } };
		expect(appConfig(config, "shop")).toBe(config.apps.shop);
		expect(appConfig(config, "blog")).toBe(config.apps["*"]);
		expect(appConfig(config, "toString")).toBe(config.apps["*"]);
		expect(appConfig({ apps: {} }, "blog")).toEqual({});
	});

	test("[RULE1] an area can be switched off", () => {
		const config = { apps: { shop: { areas: [{ component: "game*", enabled: false }] } } };
		expect(areaRules(config, "shop", { component: "games", area: "" }).enabled).toBe(false);
		expect(areaRules(config, "shop", { component: "chat", area: "" }).enabled).toBe(true);
		expect(areaRules(config, "blog", { component: "games", area: "" }).enabled).toBe(true);
	});
});

describe("origins", () => {
	const config = {
		apps: {
			shop: { origins: ["https://a.example", "https://b.example:8443"] },
			any: { origins: ["*"] },
			none: { origins: [] },
		},
	};
	test.each([
		["shop", "https://a.example", true],
		["shop", "https://b.example:8443", true],
		["shop", "https://b.example", false],
		["shop", "http://a.example", false],
		["shop", "https://a.example.evil", false],
		["shop", "https://evil-a.example", false],
		["shop", "null", false],
		["shop", undefined, true],
		["any", "https://anything.example", true],
		["none", "https://a.example", false],
		["none", undefined, true],
		["unset", "https://a.example", true],
	])("[HTTP8] of app %s: %s is admitted: %s", (app, origin, expected) => {
		expect(originAllowed(config, app, origin)).toBe(expected);
	});
});

describe("the configuration that is shipped", () => {
	test("[RULE3][RULE4] lets members of a chat publish and signal, and keeps every other area to origins", () => {
		const chat = areaRules(parlourConfig, "any", { component: "chat", area: "room" });
		expect(chat).toMatchObject({ enabled: true, guests: true, publish: "members", signal: "members" });
		const other = areaRules(parlourConfig, "any", { component: "mod_quiz", area: "game" });
		expect(other).toEqual(DEFAULT_RULES);
		expect(other).toMatchObject({
			enabled: true,
			guests: true,
			publish: "origin",
			signal: "origin",
			readHistory: true,
		});
	});
});
