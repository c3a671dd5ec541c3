import type { FilesEnv } from "../files/open-files.ts";
import type { ParlourConfig } from "../config/config.ts";
import type { Key, Keyring } from "../config/keys.ts";

/** What the deployment binds. */
export interface Env extends FilesEnv {
	readonly CHANNEL: DurableObjectNamespace;
	/** Without it, a channel ends at what its room can hold. */
	readonly RELAY?: DurableObjectNamespace;
	/** Inboxes, conversations and the people online: without them there is no chat. */
	readonly INBOX?: DurableObjectNamespace;
	readonly CONVERSATION?: DurableObjectNamespace;
	readonly PEOPLE?: DurableObjectNamespace;
	/** `app/keyId:secret`, several separated by commas. A secret. */
	readonly PARLOUR_KEYS?: string;
	/** Where webhooks and calls go; wins over the app's configuration. */
	readonly PARLOUR_WEBHOOK?: string;
	/** The header in which the proxy in front says where a request comes from. See `address.ts`. */
	readonly PARLOUR_ADDRESS_HEADER?: string;
	/** Static files. */
	readonly ASSETS?: Fetcher;
}

/** What Hono passes along with a request. */
export interface Context {
	readonly Bindings: Env;
	readonly Variables: {
		config: ParlourConfig;
		keyring: Keyring;
		/** The key of an authenticated origin. */
		originKey: Key;
	};
}
