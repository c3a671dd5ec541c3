// What only some pages need, and none at once: loaded when it is first used.
export { request } from "./http.ts";
export { openPoll } from "./poll.ts";
