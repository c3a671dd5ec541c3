import type { ParlourDock } from "../../../../src/client/elements/dock/element.ts";
import { FakeChat } from "./fake-chat.ts";
import { school } from "./world.ts";

// The script of a test's page: it gives the dock a chat without a server, and that to the test.

const fake = new FakeChat(school(Date.now()));
const dock = document.querySelector<ParlourDock>("parlour-dock");
if (dock) dock.chat = fake;
Object.assign(globalThis, { fake });
