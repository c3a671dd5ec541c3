import { messageOf } from "./read.ts";
import type { Room } from "./room.ts";

/** How near to the top, in pixels, older messages are loaded. */
const NEAR_PX = 200;

/** Loads what was said before, page by page, as the reader goes up. */
export class History {
	/** Whether there is more. */
	more = false;
	loading = false;
	/** Whether everything is there, so that the first message shown is the first of all. */
	complete = false;
	/** Loading failed: it is not tried again by scrolling alone. */
	stuck = false;
	readonly #room: Room;
	#oldest: number | undefined;
	#isBegun = false;

	constructor(room: Room) {
		this.#room = room;
	}

	/** Loads the newest page, the first time that the room is live. */
	begin(): void {
		if (this.#isBegun) return;
		this.#isBegun = true;
		if (this.#room.options.history > 0 && this.#room.channel.may?.history) void this.older();
	}

	/** The log is another one. */
	reset(): void {
		this.#isBegun = false;
		this.#oldest = undefined;
		this.more = this.complete = this.stuck = false;
	}

	/** Loads more where the reader is near to the first message. */
	look(): void {
		const { element } = this.#room.list;
		if (!this.more || this.stuck || !element || element.clientHeight === 0) return;
		if (element.scrollTop < NEAR_PX) void this.older();
	}

	/** Loads what is before the first message. */
	async older(): Promise<void> {
		const room = this.#room;
		if (this.loading) return;
		this.loading = true;
		this.stuck = false;
		room.update();
		const before = this.#oldest;
		try {
			const limit = room.options.history;
			const { events, more } = await room.channel.history(before === undefined ? { limit } : { limit, before });
			this.#oldest = events[0]?.seq ?? before;
			room.list.quietly(() => room.timeline.add(events.flatMap((event) => messageOf(event, room.you?.id) ?? [])));
			for (const { id, from } of events) if (id !== undefined && from?.id === room.you?.id) room.outgoing.arrived(id);
			this.more = more;
			this.complete = !more;
		} catch {
			// The button above the first message asks again.
			this.more = this.stuck = true;
		} finally {
			this.loading = false;
			room.update();
		}
	}
}
