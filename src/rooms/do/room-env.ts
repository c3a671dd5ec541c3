import type { FilesEnv } from "../../files/open-files.ts";

/** What a room's object needs of the deployment's bindings. */
export interface RoomEnv extends FilesEnv {
	readonly CHANNEL: DurableObjectNamespace;
	readonly RELAY?: DurableObjectNamespace;
	/** Conversations. Without it there is no chat between users. */
	readonly CONVERSATION?: DurableObjectNamespace;
	/** The inboxes of users. */
	readonly INBOX?: DurableObjectNamespace;
	/** The people online, by group. */
	readonly PEOPLE?: DurableObjectNamespace;
	readonly PARLOUR_KEYS?: string;
	/** Where webhooks and calls go; wins over the app's configuration. */
	readonly PARLOUR_WEBHOOK?: string;
}
