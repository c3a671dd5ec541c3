import { isBlank } from "../../../protocol/chat/blank.ts";
import type { Person, Summary } from "../../chat/types.ts";
import type { Speech } from "./speech.ts";

/** Returns what somebody is called: their name, or their id where they have none or it looks empty. */
export function nameOf({ name = "", id }: Person): string {
	return isBlank(name) ? id : name;
}

/** Returns what a conversation is called: its name, or the names of some of its other members. */
export function titleOf(summary: Summary | undefined, you: string, speech: Speech): string {
	if (summary === undefined) return "…";
	const { name = "", members } = summary;
	if (!isBlank(name)) return name;
	const others = members.filter(({ id }) => id !== you);
	return speech.list(others.slice(0, 3).map(nameOf)) || speech.say("conversation");
}

/** The code of what was thrown. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
