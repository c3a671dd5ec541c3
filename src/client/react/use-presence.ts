import { useCallback, useSyncExternalStore } from "react";
import type { Channel, Member, Presence } from "../index.ts";

/** Who is in a channel: how many, and those whom the area shows. */
export interface PresenceState {
	readonly count: number;
	readonly members: readonly Member[];
	/** The members are not all of them. */
	readonly sample: boolean;
}

const NOBODY: PresenceState = { count: 0, members: [], sample: false };
const nothing = (): void => undefined;

/** The presence of one channel, as an object that stays the same until something changes. */
class Presences {
	state: PresenceState = NOBODY;
	readonly #channel: Channel;
	readonly #listeners = new Set<() => void>();
	#undo: () => void = nothing;

	constructor(channel: Channel) {
		this.#channel = channel;
	}

	subscribe(run: () => void): () => void {
		const listener = (): void => run();
		this.#listeners.add(listener);
		if (this.#listeners.size === 1) this.#begin();
		return () => {
			this.#listeners.delete(listener);
			if (this.#listeners.size === 0) this.#undo();
		};
	}

	#begin(): void {
		const take = (): void => {
			this.state = stateOf(this.#channel.present);
			for (const run of this.#listeners) run();
		};
		this.#undo = this.#channel.onPresence(take);
		// Who comes late has missed what the welcome said, and the changes since.
		if (this.#channel.present) take();
	}
}

/** An area that tells nobody who is there: that is what is shown. */
function stateOf(present: Presence | undefined): PresenceState {
	return present ? { ...NOBODY, ...present } : NOBODY;
}

/** Components that show the same channel share what is known of it. */
const known = new WeakMap<Channel, Presences>();

function presencesOf(channel: Channel): Presences {
	const presences = known.get(channel) ?? new Presences(channel);
	known.set(channel, presences);
	return presences;
}

/**
 * Who is in a channel, as it changes.
 *
 * @param channel what `useChannel` answers
 */
export function usePresence(channel: Channel | undefined): PresenceState {
	const subscribe = useCallback(
		(run: () => void) => (channel ? presencesOf(channel).subscribe(run) : nothing),
		[channel],
	);
	return useSyncExternalStore(
		subscribe,
		() => (channel ? presencesOf(channel).state : NOBODY),
		() => NOBODY,
	);
}
