import { describe, expect, test } from "vitest";
import { Journey } from "../../src/worker/journey.ts";
import { Places } from "../../src/worker/places.ts";
import { faultCodeOf } from "../support/faults.ts";

const KNOWN_MS = 15_000;

function travel(places = new Places()): { places: Places; journey: Journey } {
	return { places, journey: new Journey(places, "weur/channel") };
}

/** An isolate that has learnt of relays at the time 0. */
function taught(...relays: string[]): Places {
	const { places, journey } = travel();
	journey.next(0, 0);
	journey.sent({ to: "relays", relays }, 0);
	return places;
}

describe("the way of an upgrade", () => {
	test("[RELAY1] leads to the room where nothing is known, and then to where the room says", () => {
		const { journey } = travel();
		expect(journey.next(0, 0)).toBeUndefined();
		journey.sent({ to: "relays", relays: ["weur.0", "weur.1"] }, 0);
		expect(journey.next(0, 0.9)).toBe("weur.1");
	});

	test("[RELAY1] leads straight to a relay that was learnt of a moment ago, at random", () => {
		const places = taught("weur.0", "weur.1");
		expect([0, 0.49, 0.5, 0.99].map((random) => travel(places).journey.next(1, random))).toEqual([
			"weur.0",
			"weur.0",
			"weur.1",
			"weur.1",
		]);
	});

	test("[RELAY1] when that is too old, one asks the room, and those who come meanwhile do not", () => {
		const places = taught("weur.0");
		expect(travel(places).journey.next(KNOWN_MS, 0)).toBeUndefined();
		expect(travel(places).journey.next(KNOWN_MS + 1, 0)).toBe("weur.0");
		expect(travel(places).journey.next(KNOWN_MS + 2_001, 0)).toBeUndefined();
	});

	test("[RELAY1] leads on from a relay that is full, and after two of them to the room, which is told", () => {
		const { journey } = travel(taught("weur.0", "weur.1", "weur.2"));
		expect(journey.next(0, 0)).toBe("weur.0");
		journey.sent({ to: "other" }, 0);
		expect(journey.next(0, 0)).toBe("weur.1");
		journey.sent({ to: "other" }, 0);
		expect(journey.next(0, 0)).toBeUndefined();
		expect(journey.full).toBe("weur.1");
		journey.sent({ to: "relays", relays: ["weur.3"] }, 0);
		expect(journey.next(0, 0)).toBe("weur.3");
	});

	test("[RELAY5] leads to the room from a relay that is not wanted", () => {
		const { journey, places } = travel(taught("weur.0"));
		journey.next(0, 0);
		journey.sent({ to: "room" }, 0);
		expect(journey.next(0, 0)).toBeUndefined();
		expect(journey.full).toBeUndefined();
		expect(travel(places).journey.next(0, 0)).toBeUndefined();
	});

	test("[RELAY1] ends with a fault where it would go on and on", () => {
		const { journey } = travel();
		const wander = (): void => {
			for (let hop = 0; hop < 100; hop++) {
				journey.next(0, 0);
				journey.sent({ to: "room" }, 0);
			}
		};
		expect(faultCodeOf(wander)).toBe("full");
	});

	test("what is known of very many channels is forgotten from the oldest on", () => {
		const places = new Places();
		for (let n = 0; n < 1_500; n++) places.learn(`weur/${n}`, ["weur.0"], 0);
		expect(places.pick("weur/0", 0, 0)).toBeUndefined();
		expect(places.pick("weur/1499", 0, 0)).toBe("weur.0");
	});
});
