import type { Json } from "../../protocol/json.ts";

/** The message of a publish, by frame or by HTTP. */
export interface PublishMessage {
	readonly type: "publish";
	readonly ref: string;
	readonly name: string;
	readonly data: Json;
	/** The log knows a message by it: a repeated publish is stored once. */
	readonly id: string;
	readonly expectHead?: string | number | undefined;
}

export interface CallMessage {
	readonly type: "call";
	readonly ref: string;
	readonly data: Json;
	readonly component?: string | undefined;
}

export interface SignalMessage {
	readonly type: "signal";
	readonly name: string;
	readonly data: Json;
}

/** What a client sends, the heartbeat aside. */
export type ClientMessage =
	| PublishMessage
	| CallMessage
	| SignalMessage
	| { readonly type: "state"; readonly data: Json }
	| { readonly type: "receipt"; readonly seq: number }
	| { readonly type: "replay"; readonly after: string }
	| { readonly type: "renew"; readonly ticket: string };
