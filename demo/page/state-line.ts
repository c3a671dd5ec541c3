import type { Channel, StateChange, StateName } from "./client.ts";
import { byId, say } from "./dom.ts";

const WORDS: { readonly [S in StateName]: string } = {
	connecting: "Connecting…",
	live: "Live",
	recovering: "Reconnecting…",
	lost: "Disconnected",
	closed: "Closed",
};
const WAYS = { socket: "WebSocket", poll: "long polling" };

const line = byId("state", HTMLElement);
const words = byId("state-words", HTMLElement);
const trouble = byId("trouble", HTMLElement);
const again = byId("again", HTMLButtonElement);

/**
 * Says how the channel is, in words; the lamp's colour and shape say the same once more.
 *
 * @param meanwhile what the visitor may want to know while it reconnects
 */
export function showState(channel: Channel, change?: StateChange, meanwhile = ""): void {
	const { state, transport } = channel;
	line.dataset["state"] = state;
	line.dataset["transport"] = transport;
	say(words, state === "live" ? `${WORDS.live} · ${WAYS[transport]}` : WORDS[state]);
	const reason = explain(state, change, meanwhile);
	trouble.hidden = reason === undefined;
	say(trouble, reason ?? "");
	again.hidden = state !== "lost";
}

/** Says that there is not even a channel yet. */
export function showFailure(reason: string): void {
	line.dataset["state"] = "lost";
	say(words, WORDS.lost);
	trouble.hidden = false;
	say(trouble, sentence(reason));
	again.hidden = false;
}

/** Calls `handler` when the visitor wants to connect again. */
export function onAgain(handler: () => void): void {
	again.addEventListener("click", handler);
}

function explain(state: StateName, change: StateChange | undefined, meanwhile: string): string | undefined {
	if (change === undefined || state === "live" || state === "closed") return undefined;
	const reason = sentence(change.reason);
	if (state === "lost") return reason;
	if (state === "recovering") return `${reason} ${meanwhile}`.trim();
	return change.code === "start" ? undefined : reason;
}

function sentence(reason: string): string {
	if (reason === "") return "The connection was lost.";
	const text = reason[0]?.toUpperCase() + reason.slice(1);
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
