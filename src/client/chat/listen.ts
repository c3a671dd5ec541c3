import { CHAT_EVENTS, CHAT_SIGNALS } from "../../protocol/chat/model.ts";
import type { Json } from "../../protocol/json.ts";
import { type Kind, read, type Shape } from "../../protocol/shape.ts";
import type { Channel } from "../index.ts";

type Kinds = typeof CHAT_EVENTS & typeof CHAT_SIGNALS;

/** What is done with each thing that the inbox tells. */
export type Listener = { readonly [N in keyof Kinds]: (told: Shape<Kinds[N]>) => void };

/** Hands on what the inbox tells, once it is read. What does not fit is thrown, which the channel reports and goes on. */
export function listen(channel: Channel, listener: Listener): void {
	const hand =
		(name: string, kind: Kind) =>
		({ data }: { readonly data: Json }): void =>
			// The table pairs each name with what its handler takes.
			(listener[name as keyof Kinds] as (told: unknown) => void)(read(kind, data));
	for (const [name, kind] of Object.entries(CHAT_EVENTS)) channel.on(name, hand(name, kind));
	for (const [name, kind] of Object.entries(CHAT_SIGNALS)) channel.onSignal(name, hand(name, kind));
}
