import type { AreaRules } from "../../config/rules.ts";
import { formatCursor } from "../../protocol/cursor.ts";
import type { Entries } from "./entries.ts";
import type { RoomHost } from "./ports.ts";

/**
 * Tells heartbeats where readers stand. Where the history may not be read, the cursor proves that whoever has heard it was
 * there, so that it is good for coming back; signing it takes a moment, in which heartbeats name the head of before.
 */
export function announce(
	host: RoomHost,
	{ readHistory }: AreaRules,
	entries: Entries,
	where: () => { readonly epoch: string; readonly seq: number },
): void {
	const { epoch, seq } = where();
	// The first is told at once: a heartbeat that nothing answers would be taken for a frame.
	if (readHistory || host.announcedHead() === undefined) host.announceHead(formatCursor(epoch, seq));
	if (readHistory) return;
	void tellSigned();

	async function tellSigned(): Promise<void> {
		const cursor = await entries.cursorAt(seq);
		const now = where();
		if (now.epoch === epoch && now.seq === seq) host.announceHead(cursor);
	}
}
