/** The one room of the demo, as a site's backend would name it. Written here alone: the page gets its hash only. */
export const ROOM = { context: "demo", component: "chat", area: "room", item: "lobby" };
