import { MemoryLog } from "../../../src/rooms/store/memory-log.ts";
import { logStoreContract } from "./log-store.contract.ts";

logStoreContract("in memory", async (run) => {
	const log = new MemoryLog("e1");
	// What is in memory is gone with its program: the same log is all that can be opened again.
	await run(log, () => log);
});
