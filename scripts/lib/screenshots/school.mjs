import { Chat } from "../../../src/client/chat/index.ts";

/**
 * Somebody at the demo's school who talks without a page.
 *
 * @typedef {Chat} Voice
 */

/**
 * Signs somebody in and connects them.
 *
 * @param {string} url the demo's
 * @param {string} person
 * @returns {Promise<Voice>}
 */
export async function voice(url, person) {
	const chat = new Chat({ url, ticket: () => ticketOf(url, person) });
	await until(chat.inbox, ({ state }) => state === "live");
	return chat;
}

/**
 * What the school's backend signs for somebody.
 *
 * @param {string} url
 * @param {string} person
 * @returns {Promise<string>}
 */
export async function ticketOf(url, person) {
	const headers = { cookie: `school_person=${person}` };
	const answer = await fetch(`${url}/school/ticket`, { method: "POST", headers });
	return /** @type {{ ticket: string }} */ (await answer.json()).ticket;
}

/**
 * Says something and waits until it is in the conversation. Answers its number.
 *
 * @param {Voice} chat
 * @param {string} id the conversation's
 * @param {string} text
 * @param {{ replyTo?: number, files?: readonly import("../../../src/client/chat/types.ts").SentFile[] }} [more]
 * @returns {Promise<number>}
 */
export async function say(chat, id, text, more = {}) {
	const conversation = chat.conversation(id);
	conversation.send(text, more);
	await until(conversation, ({ drafts, messages }) => drafts.length === 0 && messages.at(-1)?.text === text);
	const seq = conversation.get().messages.at(-1)?.seq ?? 0;
	conversation.close();
	return seq;
}

/**
 * @template T
 * @param {import("../../../src/client/chat/types.ts").Store<T>} store
 * @param {(value: T) => boolean} isSo
 * @returns {Promise<void>}
 */
export function until(store, isSo) {
	return new Promise((resolve) => {
		const look = () => {
			if (!isSo(store.get())) return;
			undo();
			resolve();
		};
		const undo = store.subscribe(look);
		queueMicrotask(look);
	});
}
