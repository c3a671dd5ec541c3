import type { RoomHost } from "../ports.ts";
import type { Uplink } from "./delivery.ts";

/** How long acknowledgements are collected, in milliseconds: a thousand readers acknowledge a message at once. */
const PACE_MS = 100;

/** Acknowledgements on their way to the room. */
export class Acknowledgements {
	readonly #host: RoomHost;
	readonly #uplink: Uplink;
	#reached = new Map<string, number>();

	constructor(host: RoomHost, uplink: Uplink) {
		this.#host = host;
		this.#uplink = uplink;
	}

	/** A user has everything up to a number. */
	add(user: string, seq: number): void {
		if (this.#reached.size === 0) this.#host.after(PACE_MS, () => this.#send());
		this.#reached.set(user, Math.max(seq, this.#reached.get(user) ?? 0));
	}

	#send(): void {
		const reached = this.#reached;
		this.#reached = new Map();
		// What is lost here is told again with the reader's next acknowledgement, or counts as missing.
		void this.#uplink.acknowledge([...reached]).catch(() => undefined);
	}
}
