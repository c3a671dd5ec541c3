import type { ConversationCalls } from "../door/chat/conversation-calls.ts";
import { conversationChannel, inboxName } from "../door/chat/names.ts";
import type { InboxCalls } from "../door/chat/inbox-calls.ts";
import { hintOf } from "../door/region.ts";
import type { RelayCalls } from "../door/relay-calls.ts";
import type { RoomCalls } from "../door/room-calls.ts";
import { relayName, type RoomAddress, roomName } from "../door/room-name.ts";
import { FaultError } from "../protocol/fault.ts";
import type { Env } from "./env.ts";

/** The one place where a name becomes an object. A new stub each time: one whose object was reset stays broken. */
export function roomOf(env: Env, address: RoomAddress): RoomCalls {
	// The runtime's own type for a stub follows every value it may carry, and JSON, being recursive, has no end to follow.
	return env.CHANNEL.getByName(roomName(address)) as unknown as RoomCalls;
}

/** A user's inbox. @throws FaultError `not_supported` where the deployment binds none */
export function inboxOf(env: Env, app: string, user: string): InboxCalls {
	if (env.INBOX === undefined) throw new FaultError("not_supported");
	return env.INBOX.getByName(inboxName(app, user)) as unknown as InboxCalls;
}

/** The room of a conversation. @throws FaultError `not_found` for what is no conversation's id */
export function conversationOf(env: Env, app: string, id: string): ConversationCalls {
	const channel = conversationChannel(id);
	if (channel === undefined) throw new FaultError("not_found", "There is no such conversation.");
	if (env.CONVERSATION === undefined) throw new FaultError("not_supported");
	return env.CONVERSATION.getByName(roomName({ app, channel })) as unknown as ConversationCalls;
}

/** A relay of a channel, made near a region when it is first asked for; none where the deployment binds no relays. */
export function relayOf(
	env: Env,
	address: RoomAddress,
	{ id, region }: { id: string; region: string },
): RelayCalls | undefined {
	const locationHint = hintOf(region);
	const options = locationHint === undefined ? {} : { locationHint };
	return env.RELAY?.getByName(relayName(address, id), options) as unknown as RelayCalls | undefined;
}
