import parlourConfig from "../../../parlour.config.ts";
import type { RoomEnv } from "../../../src/rooms/do/open-room.ts";
import { ChannelRoom as Room, RelayRoom as Relay } from "../../../src/rooms/index.ts";
import worker from "../../../src/worker/index.ts";

export { ConversationRoom, InboxRoom, PeopleRoom } from "../../../src/rooms/index.ts";

// A deployment whose area `crowd` has its readers in many small relays.
Object.assign(parlourConfig.apps, { test: { ...parlourConfig.apps["*"], areas: [...areas(), crowd()] } });

function areas() {
	return parlourConfig.apps["*"]?.areas ?? [];
}

function crowd() {
	return { component: "crowd", area: "small", roomSockets: 100, relaySockets: 150 };
}

/** The deployed room, saying when it is constructed: a room that slept and woke has said it twice. */
export class ChannelRoom extends Room {
	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		console.log("room constructed");
	}

	/** Goes down as in a crash. */
	abort(): void {
		this.ctx.abort("as in a crash");
	}
}

export class RelayRoom extends Relay {
	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		console.log(`relay constructed: ${ctx.id.name}`);
	}

	abort(): void {
		this.ctx.abort("as in a crash");
	}
}

type Callable = { readonly [method: string]: (...given: readonly unknown[]) => Promise<unknown> };

interface Abortable {
	getByName(name: string): { abort(): Promise<void> };
}

/**
 * The deployed Worker, and two paths more: `/test/abort/{binding}?name=…` lets an object crash, and
 * `/test/conversation?name=…&method=…` asks a conversation's object, with a list of what is given as JSON.
 */
export default {
	async fetch(request: Request, env: RoomEnv, ctx: ExecutionContext): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname === "/test/conversation") return Response.json(await askConversation(request, env));
		if (!pathname.startsWith("/test/abort/")) return worker.fetch(request, env, ctx);
		const objects = (pathname.endsWith("/RELAY") ? env.RELAY : env.CHANNEL) as unknown as Abortable;
		await objects
			.getByName(searchParams.get("name") ?? "")
			.abort()
			.catch(() => undefined);
		return new Response();
	},
};

async function askConversation(request: Request, { CONVERSATION }: RoomEnv): Promise<unknown> {
	const { searchParams } = new URL(request.url);
	const object = CONVERSATION?.getByName(searchParams.get("name") ?? "") as unknown as Callable;
	return object[searchParams.get("method") ?? ""]?.(...(await request.json<unknown[]>()));
}
