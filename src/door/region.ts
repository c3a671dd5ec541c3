/**
 * The regions in which relays stand, and the platform's location hint for each (Durable Objects, "Data location"). Finer
 * than the hints: a relay is made near the first reader that needs it, and readers of different parts of a continent
 * should not share one.
 */
const HINTS = {
	wnam: "wnam",
	enam: "enam",
	cam: "enam",
	sam: "sam",
	weur: "weur",
	eeur: "eeur",
	me: "me",
	afr: "afr",
	sas: "apac",
	sea: "apac",
	eas: "apac",
	oc: "oc",
} as const;

/** A region, or `any` where nothing is known of the reader: on one's own host there is no map. */
export type Region = keyof typeof HINTS | "any";

export const REGIONS = Object.keys(HINTS) as readonly Exclude<Region, "any">[];

/** Where to make an object for readers of a region. */
export function hintOf(region: string): (typeof HINTS)[keyof typeof HINTS] | undefined {
	return Object.hasOwn(HINTS, region) ? HINTS[region as keyof typeof HINTS] : undefined;
}

/** What the platform tells of where a request comes from (`request.cf`): codes of ISO 3166, degrees east as text. */
export interface Whereabouts {
	readonly continent?: string;
	readonly country?: string;
	readonly longitude?: string;
}

/** Countries that are not where the rest of their continent is served from. */
const COUNTRIES: readonly (readonly [Region, string])[] = [
	["me", "AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE"],
	["sas", "AF BD BT IN LK MV NP PK"],
	["sea", "BN ID KH LA MM MY PH SG TH TL VN"],
	[
		"cam",
		"AG AI AW BB BL BM BQ BS BZ CR CU CW DM DO GD GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PR SV SX TC TT VC VG VI",
	],
	["eeur", "BG BY CY CZ EE FI GR HU LT LV MD MK PL RO RS RU SK UA XK"],
];

const BY_COUNTRY = new Map(COUNTRIES.flatMap(([region, codes]) => codes.split(" ").map((code) => [code, region])));
const BY_CONTINENT: { readonly [code: string]: Region } = { SA: "sam", EU: "weur", AF: "afr", AS: "eas", OC: "oc" };

/** West of this North America is nearer to its western coast. */
const MIDDLE_OF_NORTH_AMERICA = -100;

/** The region that a request comes from. */
export function regionOf({ continent = "", country = "", longitude }: Whereabouts = {}): Region {
	const region = BY_COUNTRY.get(country) ?? BY_CONTINENT[continent];
	if (region !== undefined || continent !== "NA") return region ?? "any";
	return Number(longitude ?? 0) < MIDDLE_OF_NORTH_AMERICA ? "wnam" : "enam";
}
