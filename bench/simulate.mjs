import { READERS, simulate } from "./simulate/plan.mjs";
import { tablesOf } from "./simulate/tables.mjs";

const TITLES = {
	objects: "Objects",
	herds: "All readers at once",
	calls: "RPC calls for one publish",
	load: "The busiest object, of one core",
	time: "Until the last reader has it: half of the messages (99 of 100)",
	half: "Until half of the readers have it",
	deliveries: "Deliveries a day",
	month: "A month",
	ceiling: "A month, where objects are billed until they leave memory",
	million: "A million deliveries",
	most: "What a month is mostly for",
	silent: "1 message a minute, and whether pages are told how many are there",
};

const channels = READERS.map((readers) => {
	const begun = performance.now();
	const channel = simulate(readers);
	console.error(`${readers.toLocaleString("en")} readers: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
	return channel;
});
const tables = tablesOf(channels);
for (const [name, title] of Object.entries(TITLES)) console.log(`\n${title}\n\n${tables[name]}`);
