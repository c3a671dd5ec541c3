import { describe, expect, test } from "vitest";
import { type AreaRule, DEFAULT_RULES, rulesFor } from "../../src/config/rules.ts";

const CHANNEL = { component: "mod_quiz", area: "game" };

function matches(rule: Pick<AreaRule, "component" | "area">, channel = CHANNEL): boolean {
	return !rulesFor([{ ...rule, enabled: false }], channel).enabled;
}

describe("patterns", () => {
	test.each([
		["mod_quiz", "mod_quiz", true],
		["mod_quiz", "mod_qui", false],
		["mod_quiz", "mod_quizz", false],
		["*", "", true],
		["*", "anything", true],
		["", "", true],
		["", "x", false],
		["mod_*", "mod_", true],
		["mod_*", "mod_quiz", true],
		["mod_*", "xmod_quiz", false],
		["*_quiz", "mod_quiz", true],
		["*_quiz", "mod_quiz2", false],
		["m*z", "mod_quiz", true],
		["m*z", "mz", true],
		["m*z", "m", false],
		["a*a", "a", false],
		["ab*ba", "aba", false],
		["ab*ba", "abba", true],
		["a*b*c", "a-b-c", true],
		["a*b*c", "a-c-b", false],
		["a*b*b", "ab", false],
		["*a*", "bab", true],
		["*a*", "bb", false],
		["**", "x", true],
		["m.d", "mod", false],
		["(m|n)*", "mod", false],
	])("[RULE6] %j on %j: %s", (component, value, expected) => {
		expect(matches({ component }, { component: value, area: "" })).toBe(expected);
	});

	test("[RULE6] component and area must both match", () => {
		expect(matches({ component: "mod_quiz", area: "game" })).toBe(true);
		expect(matches({ component: "mod_quiz", area: "chat" })).toBe(false);
		expect(matches({ component: "chat", area: "game" })).toBe(false);
		expect(matches({ area: "game" })).toBe(true);
	});
});

describe("rules", () => {
	test("[RULE6] without a match are the defaults", () => {
		expect(rulesFor([{ component: "other", enabled: false }], CHANNEL)).toEqual(DEFAULT_RULES);
	});

	test("[RULE6] a rate that a rule does not name stays as it is", () => {
		const user = { perSecond: 1, burst: 1 };
		const signals = { perSecond: 2, burst: 2 };
		const found = rulesFor([{ rates: { user } }, { rates: { signals } }], { component: "a", area: "b" });
		expect(found.rates).toEqual({ ...DEFAULT_RULES.rates, user, signals });
	});

	test("[RULE6] every match is laid over, the later over the earlier", () => {
		const rules: AreaRule[] = [
			{ publish: "members", signal: "members" },
			{ component: "mod_*", publish: "anyone", guests: false },
			{ component: "chat", publish: "origin" },
			{ area: "game", guests: true },
		];
		const found = rulesFor(rules, CHANNEL);
		expect(found).toEqual({ ...DEFAULT_RULES, publish: "anyone", signal: "members", guests: true });
		expect(found).not.toHaveProperty("component");
	});
});
