import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { agreementTable } from "./simulate/agreement-table.mjs";
import { basisTables } from "./simulate/basis.mjs";
import { chartsOf } from "./simulate/charts.mjs";
import { fillFile } from "./simulate/page.mjs";
import { READERS, simulate } from "./simulate/plan.mjs";
import { PRICES } from "./simulate/prices.mjs";
import { tablesOf } from "./simulate/tables.mjs";

const TITLES = {
	objects: "Objects, and how full they are",
	herds: "All readers at once",
	calls: "Calls for one message",
	load: "The busiest object, of one core",
	time: "Until the last reader has it: half of the messages (99 of 100)",
	half: "Until half of the readers have it",
	deliveries: "Deliveries a day",
	month: `A month, at the prices of ${PRICES.readOn}`,
	ceiling: "A month, where objects are billed until they leave memory",
	million: "A million deliveries",
	most: "What a month is mostly for",
	silent: "1 message a minute, and whether pages are told how many are there",
	agreement: "The model / a room and its relays in memory",
};

const channels = [];
for (const readers of READERS) {
	const channel = await simulate(readers);
	// On this machine, and so not in the page: the room's own share of a herd is what it decides.
	const seconds = [channel.placed, channel.rushed].map(({ roomMs }) => (roomMs / 1000).toFixed(1));
	console.error(`${readers.toLocaleString("en")} readers; the room took ${seconds.join(" s and ")} s to place them`);
	channels.push(channel);
}
const texts = { ...tablesOf(channels), agreement: await agreementTable(), ...basisTables() };
for (const [name, title] of Object.entries(TITLES))
	console.log(`\n${title}\n\n${texts[/** @type {keyof typeof texts} */ (name)]}`);

if (process.argv.includes("--write")) {
	const docs = fileURLToPath(new URL("../docs/", import.meta.url));
	fillFile(`${docs}scale.md`, texts);
	for (const [name, svg] of Object.entries(chartsOf(channels))) writeFileSync(`${docs}${name}.svg`, svg);
}
