import { describe, expect, test } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import { appConfig, areaRules, defineConfig, originAllowed, type ParlourConfig } from "../../src/config/config.ts";
import { ConfigurationError } from "../../src/config/keys.ts";
import { type AreaRule, DEFAULT_RULES } from "../../src/config/rules.ts";
import { LIMITS } from "../../src/protocol/limits.ts";

function refusal(area: object): string {
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
		["maxDelayMs", { maxDelayMs: null }],
		["rates", { rates: 5 }],
		["rates.user", { rates: { user: { perSecond: 1 } } }],
		["guests", { guests: "no" }],
		["webhooks\\[0\\]", { webhooks: ["member.join"] }],
		["roomSockets", { roomSockets: -1 }],
		["presenceLimit", { presenceLimit: 0.5 }],
	] as [string, AreaRule][])("[RULE10] is refused for %s as in %j, with app and setting", (setting, area) => {
		expect(refusal(area)).toMatch(new RegExp(`app "shop".*${setting}`));
	});

	test.each<[object, string]>([
		[{ component: "chat", publsh: "anyone" }, 'has no setting "publsh". Did you mean "publish"?'],
		[{ component: "chat", publish: "everyone" }, "publish must be one of origin, members, anyone."],
		[{ component: "chat", publish: "memebers" }, '(did you mean "members"?)'],
		[{ component: "chat", rates: { sockets: {} } }, 'rates has no field "sockets". Did you mean "socket"?'],
		[
			{ component: "chat", history: { message: 5, days: 1 } },
			'history has no field "message". Did you mean "messages"?',
		],
		[{ component: "chat", compnent: "x" }, 'Did you mean "component"?'],
	])("[RULE11] names app, area and setting of %j, and what was probably meant", (area, told) => {
		expect(refusal(area)).toContain('app "shop", areas[1] (component "chat", area "*")');
		expect(refusal(area)).toContain(told);
	});

	test.each<[unknown, string]>([
		[{ app: {} }, 'the configuration has no setting "app". Did you mean "apps"?'],
		[{}, "apps must be an object"],
		[undefined, "the configuration must be an object"],
		[{ apps: { shop: { origin: ["*"] } } }, 'app "shop" has no setting "origin". Did you mean "origins"?'],
		[{ apps: { shop: { origins: "*" } } }, 'app "shop": origins must be a list.'],
		[
			{ apps: { shop: { origins: ["https://Shop.example/"] } } },
			"origins[0] must be * or an origin as browsers send it, such as https://shop.example.",
		],
		[{ apps: { shop: { origins: ["https://shop.example:443"] } } }, "such as https://shop.example."],
		[{ apps: { shop: { origins: ["shop.example"] } } }, "such as https://example.org."],
		[{ apps: { shop: { webhook: "shop.example/hook" } } }, 'app "shop": webhook must be an http or https address.'],
		[{ apps: { shop: { areas: { publish: "origin" } } } }, 'app "shop": areas must be a list.'],
		[{ apps: { shop: { areas: ["chat"] } } }, 'app "shop", areas[0] (component "*", area "*") must be an object.'],
		[{ apps: { shop: null } }, 'app "shop" must be an object.'],
		[{ apps: { "my shop": {} } }, 'app "my shop" is no app id'],
	])("[RULE11] is refused as %j, with app and setting", (config, told) => {
		expect(() => defineConfig(config as ParlourConfig)).toThrow(told);
	});

	test("[RULE11] tells everything that is wrong at once", () => {
		const apps = {
			a: { areas: [{ publsh: 1 }, { guests: 1 }] },
			b: { origns: [] },
		} as unknown as ParlourConfig["apps"];
		for (const told of ["publsh", "guests", "origns"]) expect(() => defineConfig({ apps })).toThrow(told);
	});

	test("[RULE11] takes origins of browsers, apps and extensions", () => {
		const origins = [
			"*",
			"null",
			"https://a.example",
			"http://localhost:3000",
			"http://[::1]:5173",
			"capacitor://localhost",
		];
		expect(defineConfig({ apps: { shop: { origins } } }).apps["shop"]?.origins).toBe(origins);
	});

	test("[RULE6] a setting that is undefined is one that is not given", () => {
		const config = defineConfig({
			apps: { "*": { areas: [{ publish: "anyone" }, { publish: undefined }] } },
		});
		expect(areaRules(config, "shop", { component: "", area: "" }).publish).toBe("anyone");
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
