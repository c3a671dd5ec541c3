import { CHAT_LIMITS } from "../../../protocol/chat/limits.ts";
import type { SentFile } from "../../chat/types.ts";

/** What browsers draw without running or loading anything that is in it, and whose size the server tells from the bytes. */
const TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
/** How much wider than high a picture may be: a strip takes little room on the page, and as much memory as any other. */
const MOST_RATIO = 8;

/**
 * Returns those of a message's files that are shown as pictures, together no larger than a page has memory for: a file of
 * 48 kB may be a picture of 400 million pixels, each of which takes four bytes. The others are offered for download.
 *
 * @param isCalm whether the user wants nothing to move by itself: animations are for download then, too
 */
export function picturesOf(files: readonly SentFile[], isCalm: boolean): ReadonlySet<SentFile> {
	let pixels = 0;
	return new Set(
		files.filter((file) => {
			if (!isPicture(file) || (isCalm && file.type === "image/gif")) return false;
			pixels += areaOf(file);
			return pixels <= CHAT_LIMITS.messagePixels;
		}),
	);
}

/** Returns whether a file is a picture that a page may show. One whose size the server could not tell is none. */
function isPicture(file: SentFile): boolean {
	const { type, width = 0, height = 0 } = file;
	const area = areaOf(file);
	return TYPES.has(type) && area > 0 && area <= CHAT_LIMITS.imagePixels && width <= MOST_RATIO * height;
}

function areaOf({ width = 0, height = 0 }: SentFile): number {
	return width * height;
}
