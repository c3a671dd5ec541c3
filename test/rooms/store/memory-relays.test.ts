import { memoryStore } from "../../../src/rooms/store/memory-store.ts";
import { relayStoreContract } from "./relay-store.contract.ts";

relayStoreContract("in memory", (run) => {
	const { relays } = memoryStore();
	run(relays, () => relays);
});
