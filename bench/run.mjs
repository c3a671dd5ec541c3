import { CONTESTANTS } from "./contestants/all.mjs";
import { compare } from "./lib/contest/compare.mjs";
import { measureLimit } from "./lib/contest/generator-limit.mjs";
import { readOptions } from "./lib/options.mjs";
import { ensureNchan } from "./lib/ensure-nchan.mjs";
import { keepReport } from "./lib/report/keep.mjs";
import { report } from "./lib/report/report.mjs";

const options = readOptions(process.argv.slice(2), Object.keys(CONTESTANTS));
if (options.installNchan) ensureNchan();

const begun = performance.now();
const limits = [];
for (const subscribers of options.subscribers.filter((count) => count > 1))
	for (const messages of [1, 100])
		limits.push({ subscribers, messages, ...(await measureLimit(subscribers, messages)) });

const chosen = options.names.flatMap((name) => CONTESTANTS[name] ?? []);
const compared = await compare(chosen, options);
const text = report({ ...compared, limits, options, minutes: (performance.now() - begun) / 60_000 });
console.log(text);
if (options.keep) keepReport(text, compared.rows);
