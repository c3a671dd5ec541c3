import type { Speech } from "../speech.ts";
import type { Win } from "../window.ts";

/** Returns why nothing can be said in a conversation that the user is out of. */
export function outText(speech: Speech, { id, conversation }: Win): string {
	// A direct conversation has its two members for good: this one is not the user's, or was never begun.
	return id.startsWith("d.") ? speech.fault(conversation?.get().failed) : speech.say("out");
}
