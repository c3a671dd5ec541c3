import type { ChatMessage } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";

/** A message in one line. */
export function snippet({ speech }: Dock, { text, files = [], deleted }: ChatMessage): string {
	if (deleted) return speech.say("deleted");
	if (text !== "") return text.slice(0, 200);
	const [file] = files;
	return files.length === 1 && file ? file.name : speech.say("files", { count: files.length });
}
