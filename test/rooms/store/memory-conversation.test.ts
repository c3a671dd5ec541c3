import { MemoryConversation } from "../../../src/rooms/store/memory-conversation.ts";
import { conversationStoreContract } from "./conversation-store.contract.ts";

conversationStoreContract("in memory", async (run) => {
	const store = new MemoryConversation();
	// What is in memory is gone with its program: the same store is all that can be opened again.
	await run(store, () => store);
});
