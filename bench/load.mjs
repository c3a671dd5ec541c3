import { once } from "node:events";
import { Load } from "./lib/load.mjs";

// The load generator's process. It answers the one plan it is sent, and ends.

const [{ target, plan, warmUp }] = await once(process, "message");
const load = new Load(target);
await load.subscribe(plan.subscribers);
if (warmUp) await load.run({ ...plan, seconds: 1 });
process.send?.({ ready: true });
await once(process, "message");
process.send?.({ result: await load.run(plan) }, () => process.exit(0));
