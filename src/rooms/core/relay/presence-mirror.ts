import type { Member, Presence, ServerFrames } from "../../../protocol/server-frames.ts";
import type { Encoded } from "../encode.ts";

/** Who is there, as a relay's readers have been told: what the room said, and the frames that passed since. */
export class PresenceMirror {
	#known: Presence | undefined;

	/** The room's own account. */
	reset(presence: Presence | undefined): void {
		this.#known = presence;
	}

	/** What a newcomer is told. */
	get view(): Presence | undefined {
		return this.#known;
	}

	/** Takes over a presence frame, as the room encoded it. */
	apply(frame: Encoded): void {
		if (this.#known === undefined) return;
		// The room made it, with the type that it has here; no client ever sees this far.
		const { type, count, joined, left, members, sample } = JSON.parse(frame) as ServerFrames["presence"];
		if (type !== "presence") return;
		const shown = new Map((members ?? this.#known.members ?? []).map((member) => [member.id, member]));
		for (const id of left ?? []) shown.delete(id);
		for (const member of joined ?? []) shown.set(member.id, member);
		const list: Member[] = [...shown.values()];
		const isSample = sample ?? this.#known.sample;
		const listed = this.#known.members !== undefined || members !== undefined || list.length > 0;
		this.#known = { count, ...(listed && { members: list }), ...(isSample === true && { sample: true }) };
	}
}
