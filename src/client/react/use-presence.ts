import { useCallback, useSyncExternalStore } from "react";
import type { Channel, Member, Presence, PresenceChange } from "../index.ts";

/** Who is in a channel: how many, and those whom the area shows. */
export interface PresenceState {
	readonly count: number;
	readonly members: readonly Member[];
	/** The members are not all of them. */
	readonly sample: boolean;
}

const NOBODY: PresenceState = { count: 0, members: [], sample: false };
const nothing = (): void => undefined;

/** The presence of one channel, put together from what it tells. */
class Presences {
	state = NOBODY;
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
		let isTold = false;
		const undo = this.#channel.onPresence((change) => {
			isTold = true;
			this.#set(withChange(this.state, change));
		});
		let isOver = false;
		this.#undo = () => {
			isOver = true;
			undo();
		};
		// Who came late to a channel that is live has missed what its welcome said.
		if (this.#channel.state !== "live") return;
		this.#channel.presence().then(
			(presence) => isOver || isTold || this.#set(withChange(NOBODY, presence)),
			// An area that tells nobody who is there: that is what is shown.
			nothing,
		);
	}

	#set(state: PresenceState): void {
		this.state = state;
		for (const run of this.#listeners) run();
	}
}

function withChange({ members: before }: PresenceState, change: PresenceChange | Presence): PresenceState {
	const { count, members, sample = false } = change;
	const { joined = [], left = [] }: Partial<PresenceChange> = change;
	const gone = new Set([...left, ...joined.map(({ id }) => id)]);
	return { count, sample, members: members ?? [...before.filter(({ id }) => !gone.has(id)), ...joined] };
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
