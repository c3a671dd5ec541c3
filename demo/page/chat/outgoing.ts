import type { Channel } from "../client.ts";
import type { Log } from "./log.ts";
import { randomId } from "../memory.ts";
import { type Shown, showProgress } from "./message.ts";

export interface Draft {
	readonly me: { readonly id: string; readonly name: string };
	readonly text: string;
}

/** Shows one's own message at once, sends it, and shows what became of it. */
export function sendMessage(log: Log, channel: () => Channel | undefined, { me, text }: Draft): void {
	// The id ties the event that comes back to the row that is there already, and lets a repeat be stored once.
	const shown: Shown = { key: randomId(), at: Date.now(), text, from: me, mine: true };
	attempt(log.add(shown), channel, shown);
}

function attempt(row: HTMLElement, channel: () => Channel | undefined, shown: Shown): void {
	showProgress(row, { is: "pending" });
	void publish(channel(), shown).then(
		({ recipients }) => showProgress(row, { is: "delivered", recipients }),
		(error: unknown) => {
			const why = error instanceof Error ? error.message : "the connection failed.";
			showProgress(row, { is: "failed", why, retry: () => attempt(row, channel, shown) });
		},
	);
}

async function publish(channel: Channel | undefined, { key, text }: Shown) {
	if (channel === undefined) throw new Error("there is no connection.");
	return channel.publish("message", { text }, { id: key });
}
