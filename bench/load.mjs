import { Load } from "./lib/load/load.mjs";

// The load generator's process. It does what it is told, one order after another, and answers each.

/** @type {Load} */
let load;

/** @type {Record<string, (order: any) => Promise<unknown>>} */
const ORDERS = {
	aim: async ({ target, batch }) => void (load = new Load(target, batch)),
	subscribe: async ({ count }) => load.subscribe(count),
	flood: async (plan) => load.flood(plan),
	pace: async (plan) => load.pace(plan),
	single: async (plan) => load.single(plan),
	absorb: async (plan) => load.absorb(plan),
};

/** @param {{ do: string }} order */
async function obey(order) {
	try {
		process.send?.({ result: await ORDERS[order.do]?.(order) });
	} catch (thrown) {
		process.send?.({ failed: String(thrown) });
	}
}

process.on("message", (/** @type {{ do: string }} */ order) => void obey(order));
process.once("disconnect", () => process.exit());
