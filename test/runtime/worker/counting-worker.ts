import parlourConfig from "../../../parlour.config.ts";
import type { GroupMember, PeoplePage } from "../../../src/door/chat/people-calls.ts";
import type { RoomEnv } from "../../../src/rooms/do/room-env.ts";
import { createRooms } from "../../../src/rooms/index.ts";
import { createParlour } from "../../../src/server/index.ts";

// A deployment whose area `crowd` has its readers in many small relays, and that is told of unread messages in no time.
Object.assign(parlourConfig.apps, { test: { ...parlourConfig.apps["*"], areas: [...areas(), crowd(), direct()] } });

const rooms = createRooms(parlourConfig);
const { worker } = createParlour(parlourConfig);
export const { ConversationRoom, InboxRoom } = rooms;

function areas() {
	return parlourConfig.apps["*"]?.areas ?? [];
}

function crowd() {
	return { component: "crowd", area: "small", roomSockets: 100, relaySockets: 150 };
}

function direct() {
	return { component: "chat", area: "direct", unreadAfterMs: 1_500 };
}

/** The deployed room, saying when it is constructed: a room that slept and woke has said it twice. */
export class ChannelRoom extends rooms.ChannelRoom {
	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		console.log("room constructed");
	}

	/** Goes down as in a crash. */
	abort(): void {
		this.ctx.abort("as in a crash");
	}
}

export class RelayRoom extends rooms.RelayRoom {
	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		console.log(`relay constructed: ${ctx.id.name}`);
	}

	abort(): void {
		this.ctx.abort("as in a crash");
	}
}

export class PeopleRoom extends rooms.PeopleRoom {
	/** As if as many inboxes had told it, but stored in one commit: a large group is there at once. */
	async enterAll(members: readonly GroupMember[]): Promise<PeoplePage> {
		await Promise.all(members.map((member) => this.enter(member)));
		return this.list({ limit: 1 });
	}
}

type Callable = { readonly [method: string]: (...given: readonly unknown[]) => Promise<unknown> };

interface Abortable {
	getByName(name: string): { abort(): Promise<void> };
}

/**
 * The deployed Worker, and three paths more: `/test/abort/{binding}?name=…` lets an object crash,
 * `/test/conversation?name=…&method=…` asks a conversation's object, with a list of what is given as JSON, and
 * `/test/people?name=…` lets a list of people enter a group.
 */
export default {
	async fetch(request: Request, env: RoomEnv, ctx: ExecutionContext): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname === "/test/conversation") return Response.json(await askConversation(request, env));
		if (pathname === "/test/people") return Response.json(await enterAll(request, env));
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

async function enterAll(request: Request, { PEOPLE }: RoomEnv): Promise<unknown> {
	const object = PEOPLE?.getByName(new URL(request.url).searchParams.get("name") ?? "") as unknown as Callable;
	return object["enterAll"]?.(await request.json());
}
