import { expect, test } from "vitest";
import { Places } from "../../src/worker/places.ts";

test("[RELAY1] readers are spread over the relays that the room named", () => {
	const places = new Places();
	places.learn("weur/c", ["a", "b"], 1_000);
	expect([0, 0.4, 0.5, 0.99].map((random) => places.pick("weur/c", 2_000, random))).toEqual(["a", "a", "b", "b"]);
	expect(places.pick("oc/c", 2_000, 0)).toBeUndefined();
});

test("[RELAY1] when that is old one reader asks the room, and those who come meanwhile do not", () => {
	const places = new Places();
	places.learn("c", ["a"], 0);
	expect([15_000, 15_001, 16_999, 17_000, 17_001].map((now) => places.pick("c", now, 0))).toEqual([
		undefined,
		"a",
		"a",
		undefined,
		"a",
	]);
	places.learn("c", ["b"], 17_001);
	expect(places.pick("c", 32_000, 0)).toBe("b");
});

test("[RELAY1] a relay without a place is left out, and the room is asked again when none is left", () => {
	const places = new Places();
	places.learn("c", ["a", "b"], 0);
	places.forget("c", "a");
	expect(places.pick("c", 1, 0)).toBe("b");
	// Others who were on their way to it say the same of it later.
	places.forget("c", "a");
	places.forget("other", "a");
	places.forget("c", "b");
	expect(places.pick("c", 1, 0)).toBeUndefined();
	places.learn("c", ["c"], 0);
	expect(places.pick("c", 1, 0)).toBe("c");
	places.learn("c", [], 0);
	expect(places.pick("c", 1, 0)).toBeUndefined();
});

test("[RELAY1] of many channels those are forgotten that were heard of longest ago", () => {
	const places = new Places();
	for (let channel = 0; channel < 1_000; channel++) places.learn(`${channel}`, ["a"], 0);
	places.learn("0", ["b"], 0);
	places.learn("one more", ["a"], 0);
	expect([places.pick("0", 1, 0), places.pick("1", 1, 0), places.pick("2", 1, 0)]).toEqual(["b", undefined, "a"]);
});
