import { keyringOf } from "../../auth/keyring.ts";
import { verifyOwnTicket } from "../../auth/ticket.ts";
import { appConfig, type ParlourConfig } from "../../config/config.ts";
import { INBOX_AREA, inboxRules, unreadAfterMs } from "../../config/inbox-rules.ts";
import { keysOf } from "../../config/keys.ts";
import { roomName } from "../../door/room-name.ts";
import { signing } from "./signing.ts";
import { FaultError } from "../../protocol/fault.ts";
import { Inbox } from "../core/chat/inbox/inbox.ts";
import { Room } from "../core/room.ts";
import { SqliteInbox } from "../store/sqlite-inbox.ts";
import { sqliteStore } from "../store/sqlite-store.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { newEpoch, objectHost } from "./host.ts";
import { inboxLines } from "./inbox-lines.ts";
import type { OpenRoom } from "./open-room.ts";
import type { RoomEnv } from "./room-env.ts";
import { originPort } from "./origin-port.ts";

/** An inbox, the channel that it stands on, and the host of both. */
export interface OpenInbox extends OpenRoom {
	readonly inbox: Inbox;
}

export interface InboxShell {
	readonly env: RoomEnv;
	readonly config: ParlourConfig;
	readonly app: string;
	readonly user: string;
	readonly alarms: AlarmClock;
}

/** Puts a user's inbox together from its object's storage, the configuration and the bindings. */
export function openInbox(ctx: DurableObjectState, { env, config, app, user, alarms }: InboxShell): OpenInbox {
	const keyring = keyringOf(env.PARLOUR_KEYS);
	const verifyTicket = async (ticket: string) => {
		const bearer = await verifyOwnTicket(ticket, keyring);
		if (bearer.app !== app) throw new FaultError("bad_ticket");
		return bearer.caller;
	};
	const channel = { context: "", ...INBOX_AREA, item: user, details: "" };
	const secrets = keysOf(keyring, app).map(({ secret }) => secret);
	const host = objectHost(ctx, { alarms, verifyTicket, ...signing(roomName({ app, channel }), secrets) });
	const origin = originPort(
		{
			url: env.PARLOUR_WEBHOOK || appConfig(config, app).webhook,
			secrets,
		},
		{ app, channel },
	);
	const rules = inboxRules(config, app);
	// The log brings the schema up to date, so it comes first. It holds copies of messages that may yet be deleted.
	const store = sqliteStore(ctx.storage, newEpoch, { erases: true });
	const inbox = new Inbox({
		user,
		store: new SqliteInbox(ctx.storage),
		host,
		lines: inboxLines(env, app),
		unreadAfterMs: unreadAfterMs(config, app),
		graceMs: rules.presenceGraceMs,
	});
	return { room: new Room({ store, rules, host, origin, annex: inbox }), host, inbox };
}
