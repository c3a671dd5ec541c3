import { LIMITS } from "../../protocol/limits.ts";
import type { Reader } from "./reader.ts";

interface Window {
	readonly pages: number;
	/** The reader's last heartbeat when the window was opened. */
	readonly heartbeat: number | undefined;
}

/**
 * Lets a few pages through to a socket, and the next few once a heartbeat has come from it since. The runtime does not tell
 * how much a socket has taken, and buffers what it has not, so that without this a socket that reads nothing would be
 * handed all of the log.
 */
export class HeartbeatGate {
	readonly #windows = new WeakMap<Reader, Window>();

	/** Returns whether a reader may be handed a page now. */
	isOpen(reader: Reader): boolean {
		const window = this.#windows.get(reader);
		if (window === undefined || window.pages < LIMITS.pagesPerHeartbeat) return true;
		const heartbeat = reader.sink.heartbeatAt();
		// Compared with the last one and not with the clock, which may be set back. Two in one millisecond count as one.
		if (heartbeat === window.heartbeat) return false;
		this.#windows.set(reader, { pages: 0, heartbeat });
		return true;
	}

	/** Counts a page that was handed over. */
	passed(reader: Reader): void {
		const { pages, heartbeat } = this.#windows.get(reader) ?? { pages: 0, heartbeat: reader.sink.heartbeatAt() };
		this.#windows.set(reader, { pages: pages + 1, heartbeat });
	}
}
