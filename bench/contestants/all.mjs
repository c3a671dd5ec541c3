import { bare } from "./bare/adapter.mjs";
import { nchan } from "./nchan/adapter.mjs";
import { parlour, parlourInTens } from "./parlour/adapter.mjs";
import { partyserver } from "./partyserver/adapter.mjs";
import { socketio } from "./socketio/adapter.mjs";
import { ws } from "./ws/adapter.mjs";

/**
 * By the names that `--only` takes; a round runs them in this order.
 *
 * @type {Readonly<Record<string, import("../lib/contestant.mjs").Contestant>>}
 */
export const CONTESTANTS = { parlour, "parlour-tens": parlourInTens, bare, partyserver, socketio, ws, nchan };
