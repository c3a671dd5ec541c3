import { useCallback, useEffect, useInsertionEffect, useRef, useSyncExternalStore } from "react";
import type { Channel, EventFrame, Gap, SignalFrame, StateChange, StateName } from "../index.ts";
import { useConnections } from "./context.ts";

/** What is called as things happen in a channel. Those of the latest render are called. */
export interface ChannelHandlers {
	/** By the event's name, or with `*` for every event. */
	readonly on?: { readonly [name: string]: (event: EventFrame) => void };
	/** By the signal's name, or with `*` for every signal. */
	readonly onSignal?: { readonly [name: string]: (signal: SignalFrame) => void };
	readonly onState?: (change: StateChange) => void;
	/** Events were lost: load the page's state anew. */
	readonly onGap?: (gap: Gap) => void;
}

export interface ChannelInUse {
	/** `undefined` in the first render, on a server, and without a hash. */
	readonly channel: Channel | undefined;
	readonly state: StateName;
}

const NO_HANDLERS: ChannelHandlers = {};
const nothing = (): void => undefined;
const noChannel = (): Channel | undefined => undefined;

/**
 * Subscribes to a channel while the component is there. Components that use the same hash share one connection.
 *
 * @param hash the signed channel hash; `undefined` while there is none
 */
export function useChannel(hash: string | undefined, handlers: ChannelHandlers = NO_HANDLERS): ChannelInUse {
	const connections = useConnections();
	const shared = hash === undefined ? undefined : connections.channel(hash);
	const latest = useRef(handlers);
	useInsertionEffect(() => void (latest.current = handlers));
	useEffect(() => {
		if (shared === undefined) return undefined;
		const undo = listen(shared.hold(), latest);
		return () => {
			undo();
			shared.letGo();
		};
	}, [shared]);
	const subscribe = useCallback(
		(run: () => void) => {
			if (shared === undefined) return nothing;
			const undo = shared.hold().onState(run);
			return () => {
				undo();
				shared.letGo();
			};
		},
		[shared],
	);
	const channel = useSyncExternalStore(subscribe, () => shared?.current, noChannel);
	const state = useSyncExternalStore(
		subscribe,
		() => shared?.current?.state ?? "connecting",
		() => "connecting" as const,
	);
	return { channel, state };
}

/** Hands on what came by its name, and to the handler for all. The name is a user's text, such as `__proto__` or `*`. */
function hand<T extends { readonly name: string }>(
	handlers: { readonly [name: string]: (told: T) => void } | undefined,
	told: T,
): void {
	for (const name of new Set([told.name, "*"])) if (handlers && Object.hasOwn(handlers, name)) handlers[name]?.(told);
}

function listen(channel: Channel, latest: { readonly current: ChannelHandlers }): () => void {
	const undos = [
		channel.on("*", (event) => {
			hand(latest.current.on, event);
		}),
		channel.onSignal("*", (signal) => {
			hand(latest.current.onSignal, signal);
		}),
		channel.onState((change) => latest.current.onState?.(change)),
		channel.onGap((gap) => latest.current.onGap?.(gap)),
	];
	return () => {
		for (const undo of undos) undo();
	};
}
