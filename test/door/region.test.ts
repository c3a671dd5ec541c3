import { describe, expect, test } from "vitest";
import { hintOf, REGIONS, regionOf } from "../../src/door/region.ts";

describe("the region of a reader", () => {
	test.each([
		["weur", { continent: "EU", country: "FR" }],
		["eeur", { continent: "EU", country: "PL" }],
		["enam", { continent: "NA", country: "US", longitude: "-74.0" }],
		["wnam", { continent: "NA", country: "US", longitude: "-122.4" }],
		["cam", { continent: "NA", country: "MX", longitude: "-99.1" }],
		["sam", { continent: "SA", country: "BR" }],
		["me", { continent: "AS", country: "AE" }],
		["sas", { continent: "AS", country: "IN" }],
		["sea", { continent: "AS", country: "SG" }],
		["eas", { continent: "AS", country: "JP" }],
		["oc", { continent: "OC", country: "AU" }],
		["afr", { continent: "AF", country: "KE" }],
		["any", {}],
		["any", { continent: "AN", country: "AQ" }],
	])("%s", (region, whereabouts) => {
		expect(regionOf(whereabouts)).toBe(region);
	});

	test("every region has a location hint, and what is none has no hint", () => {
		for (const region of REGIONS) expect(hintOf(region)).toBeTypeOf("string");
		expect(hintOf("any")).toBeUndefined();
		expect(hintOf("toString")).toBeUndefined();
	});
});
