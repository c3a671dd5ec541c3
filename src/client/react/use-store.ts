import { useCallback, useSyncExternalStore } from "react";
import type { Store } from "../chat/index.ts";
import type { Shared } from "./shared.ts";

const nothing = (): void => undefined;

/**
 * Holds something that has a state, for as long as the component is there.
 *
 * @param shared `undefined` where there is nothing to hold yet
 * @param empty the state before there is one, and on a server
 */
export function useStore<S, T extends Store<S>>(shared: Shared<T> | undefined, empty: S): S {
	const subscribe = useCallback(
		(run: () => void) => {
			if (shared === undefined) return nothing;
			const undo = shared.hold().subscribe(run);
			return () => {
				undo();
				shared.letGo();
			};
		},
		[shared],
	);
	return useSyncExternalStore(
		subscribe,
		() => shared?.current?.get() ?? empty,
		() => empty,
	);
}
