import { beginning } from "../base/graphemes.ts";
import type { ChatMessage } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";

/** How much of a message a line may need, in characters. */
const SNIPPET = 200;

/** A message in one line. */
export function snippet({ speech }: Dock, { text, files = [], deleted }: ChatMessage): string {
	if (deleted) return speech.say("deleted");
	if (text !== "") return beginning(text, SNIPPET);
	const [file] = files;
	return files.length === 1 && file ? file.name : speech.say("files", { count: files.length });
}
