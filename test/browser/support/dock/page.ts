import type { ChatApi } from "../../../../src/client/chat/types.ts";
import { FakeChat } from "./fake-chat.ts";
import { hostile } from "./hostile.ts";
import { school, year } from "./world.ts";

// The script of a test's page: it gives the dock a chat without a server, and that to the test.

const world = location.search.includes("world=hostile")
	? hostile
	: location.search.includes("world=year")
		? year
		: school;
const fake = new FakeChat(world(Date.now()));
const dock = document.querySelector<HTMLElement & { chat?: ChatApi }>("parlour-dock");
if (dock) dock.chat = fake;
Object.assign(globalThis, { fake });
