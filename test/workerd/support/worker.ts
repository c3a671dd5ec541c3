import { listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { relayName, roomName } from "../../../src/door/room-name.ts";
import { type ChannelInput, channelOf } from "../../../src/protocol/channel.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { basic, hashOf } from "../../support/tokens.ts";

const HOST = "https://parlour.test";

interface Bindings {
	readonly CHANNEL: DurableObjectNamespace;
	readonly RELAY: DurableObjectNamespace;
}

/** The namespaces of the rooms, and of their relays. */
export const { CHANNEL: rooms, RELAY: relays } = env as unknown as Bindings;

/** Sends a request to the Worker. */
export function ask(path: string, init?: RequestInit): Promise<Response> {
	// Its type follows from a declaration of the whole program, which tests have no use for.
	const worker = exports as unknown as { readonly default: Fetcher };
	return worker.default.fetch(`${HOST}${path}`, init);
}

let channels = 0;

/** A channel that no other test uses: storage is kept for a whole file. */
export function newChannel(component = "chat"): { context: string; component: string; area: string } {
	return { context: `test:${++channels}`, component, area: "room" };
}

/** The room's object. */
export function roomOf(channel: ChannelInput, app = "test"): DurableObjectStub {
	return rooms.getByName(roomName({ app, channel: channelOf(channel) }));
}

/** The object of a relay of a channel. */
export function relayOf(channel: ChannelInput, id: string, app = "test"): DurableObjectStub {
	return relays.getByName(relayName({ app, channel: channelOf(channel) }, id));
}

/** Whether a room's object has ever been woken. */
export async function isAwake(channel: ChannelInput, app = "test"): Promise<boolean> {
	const id = rooms.idFromName(roomName({ app, channel: channelOf(channel) }));
	return (await listDurableObjectIds(rooms)).some((one) => one.equals(id));
}

/** How many rooms have ever been woken. */
export async function roomCount(): Promise<number> {
	return (await listDurableObjectIds(rooms)).length;
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: { readonly [key: string]: unknown };
}

/** Sends a request with a JSON body, or a text as it is, and reads the JSON that comes back. */
export async function askJson(path: string, body?: Json, headers: Record<string, string> = {}): Promise<Answer> {
	const init = { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers };
	const response = await ask(path, body === undefined ? { headers } : init);
	return { status: response.status, headers: response.headers, body: await response.json() };
}

/** What an answer says went wrong. */
export function faultCode({ body }: Answer): unknown {
	return (body["fault"] as { readonly code?: string } | undefined)?.code;
}

/** Notifies as the app `test`. */
export function notify(messages: Json, authorization = basic()): Promise<Answer> {
	return askJson("/v1/notify", { messages }, { Authorization: authorization });
}

/** Publishes one event as the origin, and answers what became of it. */
export async function publish(channel: ChannelInput, name: string, more: { readonly [field: string]: Json } = {}) {
	const { body } = await notify([{ channel: channel as Json, name, ...more }]);
	return (body["results"] as readonly { seq: number; at: number; cursor: string; recipients: number }[])[0]!;
}

/** The path of something that is asked of a channel. */
export async function pathOf(channel: ChannelInput, action: string): Promise<string> {
	return `/v1/channels/${await hashOf(channel)}/${action}`;
}
