import { isBlank } from "../../../protocol/chat/blank.ts";
import { ParlourError } from "../../index.ts";
import { excessOf } from "../base/length.ts";
import { MESSAGE, TYPING } from "./read.ts";
import type { Room } from "./room.ts";

/** The longest text, in characters, which are Unicode code points. */
export const TEXT_CHARS = 4_000;

/** What the user says, and what becomes of it. */
export class Outgoing {
	readonly #room: Room;

	constructor(room: Room) {
		this.#room = room;
	}

	/** Sends what the user wrote. Nothing is sent where that is too long, or nothing. */
	send(): void {
		const room = this.#room;
		const text = room.text.trim();
		const { you } = room;
		if (isBlank(text) || excessOf(text, TEXT_CHARS) > 0 || !you) return;
		// The id ties the event that comes back to what is shown already, and lets a repeat be stored once.
		const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
		room.text = "";
		room.typists.sent();
		room.timeline.draft(id, { text, at: Date.now(), from: you });
		room.list.end();
		void this.#publish(id, text);
	}

	retry(id: string): void {
		const message = this.#room.timeline.unsent(id);
		if (!message) return;
		this.#room.timeline.mark(id, { is: "sending" });
		this.#room.update();
		void this.#publish(id, message.text);
	}

	discard(id: string): void {
		this.#room.timeline.discard(id);
		this.#room.update();
	}

	/** The user has changed the text: the others are told now and then. */
	typed(): void {
		const { channel, typists, text } = this.#room;
		if (!isBlank(text) && channel.may?.signal && channel.state === "live" && typists.isDue(performance.now()))
			channel.signal(TYPING, null);
	}

	async #publish(id: string, text: string): Promise<void> {
		const room = this.#room;
		try {
			const { recipients } = await room.channel.publish(MESSAGE, { text }, { id });
			room.timeline.mark(id, { is: "sent", recipients });
			room.barred.heard();
		} catch (error) {
			const { code, retryAfter } = error instanceof ParlourError ? error : { code: undefined };
			if (code === "muted") room.barred.muted(retryAfter);
			if (room.timeline.unsent(id)) room.timeline.mark(id, { is: "failed", code });
		}
		room.update();
	}
}
