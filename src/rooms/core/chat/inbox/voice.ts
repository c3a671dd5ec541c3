import type { CHAT_EVENTS, CHAT_SIGNALS } from "../../../../protocol/chat/model.ts";
import type { Json } from "../../../../protocol/json.ts";
import type { Shape } from "../../../../protocol/shape.ts";
import type { Reader } from "../../reader.ts";
import type { Room } from "../../room.ts";

type Events = { readonly [E in keyof typeof CHAT_EVENTS]: Shape<(typeof CHAT_EVENTS)[E]> };
type Signals = { readonly [S in keyof typeof CHAT_SIGNALS]: Shape<(typeof CHAT_SIGNALS)[S]> };

const ORIGIN = { kind: "origin" } as const;

/** What an inbox says to its user's pages, by way of the room that it stands on. */
export class Voice {
	#room: Room | undefined;
	/** What was said last. */
	#last: Promise<unknown> | undefined;

	/** The room is made after what is attached to it. */
	begin(room: Room): void {
		this.#room = room;
	}

	get room(): Room {
		if (this.#room === undefined) throw new TypeError("the room is not there yet");
		return this.#room;
	}

	get readers(): Iterable<Reader> {
		return this.room.roster;
	}

	/** Whether a device is connected. */
	get isHeard(): boolean {
		return this.room.roster.size > 0;
	}

	/** Appends an event to the log, and sends it. */
	async say<E extends keyof Events>(name: E, data: Events[E]): Promise<void> {
		const saying = this.room.notify([{ name, data: plain(data) }]);
		this.#last = saying;
		const [published] = await saying;
		if (published !== undefined && "fault" in published) throw new Error(`${name} could not be stored`);
	}

	/** All that was said so far is in the log: events wait for those before them, and what is to be taken out may be among them. */
	async stored(): Promise<void> {
		await this.#last?.catch(() => undefined);
	}

	/** Sends a signal to the pages that are there, or are between two polls. */
	signal<S extends keyof Signals>(name: S, data: Signals[S]): void {
		if (this.isHeard || this.room.isPolled) this.room.signal(ORIGIN, name, plain(data));
	}

	/** Takes events out of the log, by their numbers in it. */
	async forget(seqs: readonly number[]): Promise<void> {
		if (seqs.length > 0) await this.room.redact(ORIGIN, { seqs });
	}
}

/** As JSON: fields that are `undefined` are none, which the type of JSON cannot say. */
export function plain(data: object): Json {
	return data as unknown as Json;
}
