import { MemoryPeople } from "../../../src/rooms/store/memory-people.ts";
import { peopleStoreContract } from "./people-store.contract.ts";

peopleStoreContract("in memory", (run) => {
	const people = new MemoryPeople();
	run(people, () => people);
});
