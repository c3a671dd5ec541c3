import { MemoryInbox } from "../../../src/rooms/store/memory-inbox.ts";
import { inboxStoreContract } from "./inbox-store.contract.ts";

inboxStoreContract("an inbox in memory", async (run) => {
	const store = new MemoryInbox();
	run(store, () => store);
});
