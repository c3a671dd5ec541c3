import { keyringOf } from "../../auth/keyring.ts";
import { appConfig, areaRules } from "../../config/config.ts";
import { keysOf } from "../../config/keys.ts";
import { type AreaRules, DEFAULT_RULES } from "../../config/rules.ts";
import type { InboxCalls } from "../../door/chat/inbox-calls.ts";
import { conversationId, inboxName } from "../../door/chat/names.ts";
import { openFiles } from "../../files/open-files.ts";
import { roomName } from "../../door/room-name.ts";
import { signing } from "./signing.ts";
import { FaultError } from "../../protocol/fault.ts";
import { Conversation } from "../core/chat/conversation/conversation.ts";
import type { InboxPort } from "../core/chat/conversation/ports.ts";
import { SqliteConversation } from "../store/sqlite-conversation.ts";
import { SqliteLog } from "../store/sqlite-log.ts";
import { SqliteOutbox } from "../store/sqlite-outbox.ts";
import { newEpoch, objectHost, type StoppableHost } from "./host.ts";
import type { RoomShell } from "./open-room.ts";
import type { RoomEnv } from "./room-env.ts";
import { originPort } from "./origin-port.ts";

/** A conversation, and the host that it runs on. */
export interface OpenConversation {
	readonly conversation: Conversation;
	readonly host: StoppableHost;
}

export interface ConversationShell extends RoomShell {
	readonly onEmpty: () => void;
}

/** Puts a conversation together from its object's storage, the configuration and the bindings. */
export function openConversation(
	ctx: DurableObjectState,
	{ env, config, address, alarms, onEmpty }: ConversationShell,
): OpenConversation {
	const id = conversationId(address.channel);
	if (id === undefined) throw new FaultError("not_found");
	const keyring = keyringOf(env.PARLOUR_KEYS);
	const secrets = keysOf(keyring, address.app).map(({ secret }) => secret);
	const host = objectHost(ctx, { alarms, verifyTicket: refuseTicket, ...signing(roomName(address), secrets) });
	const origin = originPort(
		{
			url: env.PARLOUR_WEBHOOK || appConfig(config, address.app).webhook,
			secrets,
		},
		address,
	);
	const conversation = new Conversation({
		id,
		log: new SqliteLog(ctx.storage, newEpoch),
		store: new SqliteConversation(ctx.storage),
		outbox: new SqliteOutbox(ctx.storage),
		rules: conversationRules(areaRules(config, address.app, address.channel)),
		host,
		origin,
		inboxes: inboxPort(env, address.app),
		files: openFiles(env, address.app),
		onEmpty,
	});
	return { conversation, host };
}

/** Nobody connects to a conversation, so nobody brings a ticket. */
function refuseTicket(): Promise<never> {
	return Promise.reject(new FaultError("bad_ticket"));
}

/**
 * The area's rules, where they say nothing of it, are not a channel's: what people wrote to each other is kept until they
 * delete it, and what they report is told.
 */
function conversationRules(rules: AreaRules): AreaRules {
	const { history, webhooks } = rules;
	return {
		...rules,
		history: history === DEFAULT_RULES.history ? { messages: 1_000_000, days: 36_500 } : history,
		webhooks: webhooks === DEFAULT_RULES.webhooks ? ["message.reported"] : webhooks,
	};
}

/** The inboxes of an app's users. One stub for as long as it works: calls on one stub arrive in their order. */
function inboxPort(env: RoomEnv, app: string): InboxPort {
	const stubs = new Map<string, InboxCalls>();
	return {
		async take(user, news) {
			if (env.INBOX === undefined) return { delivered: false };
			const stub = stubs.get(user) ?? (env.INBOX.getByName(inboxName(app, user)) as unknown as InboxCalls);
			stubs.set(user, stub);
			try {
				return await stub.take(news);
			} catch (thrown) {
				// One whose object was reset stays broken.
				stubs.delete(user);
				throw thrown;
			}
		},
	};
}
