import type { ChatApi, InboxState } from "../../chat/types.ts";
import type { ParlourError } from "../../index.ts";

const nothing = (): void => undefined;

/** A chat that there cannot be: it says why, and does nothing. */
export function noChat(why: ParlourError): ChatApi {
	const state: InboxState = {
		state: "lost",
		code: why.code,
		you: undefined,
		conversations: [],
		more: false,
		unread: 0,
		blocked: [],
	};
	const refuse = (): Promise<never> => Promise.reject(why);
	const never = (): never => {
		throw why;
	};
	const inbox = { get: () => state, subscribe: () => nothing };
	return {
		inbox,
		direct: refuse,
		create: refuse,
		conversation: never,
		people: never,
		more: refuse,
		block: refuse,
		upload: refuse,
		status: nothing,
		onArrival: () => nothing,
		close: nothing,
	};
}
