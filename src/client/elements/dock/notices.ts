import type { Arrival } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";
import { nameOf } from "./names.ts";
import { ping } from "./sound.ts";
import { snippet } from "./snippet.ts";

/** How long tabs that nobody looks at leave a message to the one that somebody does, in milliseconds. */
const BEHIND_MS = 300;
/** How long arrivals are put together before screen readers are told. */
const TELL_MS = 700;

export function canNotify(): boolean {
	return "Notification" in globalThis;
}

/** Switches desktop notices. The browser asks the user the first time, and only then. */
export async function askForNotices(dock: Dock): Promise<void> {
	const isOn = dock.settings.notices && Notification.permission === "granted";
	const permission = isOn ? "default" : await Notification.requestPermission();
	dock.set({ notices: permission === "granted" });
}

/** Tells the user of messages: by a sound, a notice of the desktop, and screen readers; of each in one tab only. */
export function tellArrivals(dock: Dock): void {
	let waiting: Arrival[] = [];
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tell = (): void => {
		timer = undefined;
		const [first] = waiting;
		if (first) dock.announce(spoken(dock, waiting, first));
		waiting = [];
	};
	dock.onStop(
		dock.chat.onArrival((arrival) => {
			if (arrival.message.from?.id === dock.you) return;
			const isSeen = dock.shown?.isSeen(dock.shown.get(arrival.conversation.id)) === true;
			if (arrival.conversation.muted && !isSeen) return;
			waiting.push(arrival);
			timer ??= setTimeout(tell, TELL_MS);
			setTimeout(() => void once(dock, arrival, isSeen), isSeen ? 0 : document.hidden ? BEHIND_MS : BEHIND_MS / 2);
		}),
	);
	dock.onStop(() => clearTimeout(timer));
}

function spoken(dock: Dock, arrivals: readonly Arrival[], { message, conversation }: Arrival): string {
	const { speech } = dock;
	const isOpen = dock.shown?.get(conversation.id)?.min === false;
	if (arrivals.length > 1) return speech.say("arrived.count", { count: arrivals.length });
	const name = message.from ? nameOf(message.from) : dock.title(conversation);
	return isOpen ? speech.say("by", { name, text: snippet(dock, message) }) : speech.say("arrived", { name });
}

async function once(dock: Dock, arrival: Arrival, isSeen: boolean): Promise<void> {
	const { kept } = dock;
	if (!kept) return;
	const what = `${arrival.conversation.id}:${arrival.message.seq}`;
	const { locks } = globalThis.navigator;
	// Without locks (pages that came over plain HTTP) two tabs may both think that they are the first, at worst.
	const isFirst = locks ? await locks.request(kept.name, () => Promise.resolve(kept.claim(what))) : kept.claim(what);
	if (!isFirst || isSeen) return;
	if (dock.settings.sound) ping();
	if (!document.hasFocus()) notify(dock, arrival);
}

function notify(dock: Dock, { conversation, message }: Arrival): void {
	const { speech } = dock;
	if (!dock.settings.notices || !canNotify() || Notification.permission !== "granted") return;
	try {
		const notice = new Notification(speech.isolated(message.from ? nameOf(message.from) : dock.title(conversation)), {
			body: speech.isolated(snippet(dock, message)),
			tag: conversation.id,
			silent: true,
		});
		notice.addEventListener("click", () => {
			globalThis.focus();
			notice.close();
			void dock.showConversation(conversation.id);
		});
	} catch {
		// Browsers on phones have the name, and refuse to make one.
	}
}
