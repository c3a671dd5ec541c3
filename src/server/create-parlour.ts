import type { DurableObject } from "cloudflare:workers";
import { defineConfig, type ParlourConfig } from "../config/config.ts";
import { createRooms } from "../rooms/index.ts";
import { createApp } from "../worker/app.ts";
import type { Env } from "../worker/env.ts";

/** The bindings that a deployment gives to its Worker and its objects; `wrangler.toml` names them. */
export type ParlourEnv = Env;

/** A Worker's entry point: its default export, or what another Worker or a Hono app hands requests to. */
export interface ParlourWorker {
	/** Answers a request. Never rejects. */
	fetch(request: Request, env: ParlourEnv, ctx: ExecutionContext): Promise<Response>;
}

/** A Durable Object class; the runtime constructs it. */
export type ParlourRoom = new (ctx: DurableObjectState, env: ParlourEnv) => DurableObject;

/** What a deployment exports: one class for each kind of object, and the Worker in front of them. */
export interface Parlour {
	readonly ChannelRoom: ParlourRoom;
	readonly RelayRoom: ParlourRoom;
	readonly ConversationRoom: ParlourRoom;
	readonly InboxRoom: ParlourRoom;
	readonly PeopleRoom: ParlourRoom;
	readonly worker: ParlourWorker;
}

/**
 * Makes a deployment out of its configuration.
 *
 * @example
 * 	export const { ChannelRoom, RelayRoom, ConversationRoom, InboxRoom, PeopleRoom, worker } = createParlour(config);
 * 	export default worker;
 *
 * @throws ConfigurationError where the configuration is wrong, naming the app and the setting
 */
export function createParlour(config: ParlourConfig): Parlour {
	const app = createApp(defineConfig(config));
	return {
		...createRooms(config),
		worker: { fetch: async (request, env, ctx) => app.fetch(request, env, ctx) },
	};
}
