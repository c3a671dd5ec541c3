import type { Dock } from "./dock.ts";
import { codeOf } from "./names.ts";

/** Opens the conversation with a user. @throws what the chat throws, once the panel says it */
export async function beginTalk(dock: Dock, user: string): Promise<void> {
	let id: string;
	try {
		id = await dock.chat.direct(user);
	} catch (error) {
		dock.show(true);
		dock.notice = dock.speech.fault(codeOf(error));
		throw error;
	}
	await dock.showConversation(id);
}

/** Opens the conversation with a user, or says why not. */
export function talkTo(dock: Dock, user: string): void {
	beginTalk(dock, user).catch(() => undefined);
}
