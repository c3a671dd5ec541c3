import { post } from "../backend.ts";
import type { Channel, EventFrame } from "../client.ts";
import { randomId } from "../memory.ts";
import type { TestSession } from "./session.ts";
import type { Tally } from "./tally.ts";

/** How long nothing may arrive, once all has been sent, before what is missing is given up. */
const QUIET_MS = 10_000;

/** What the backend says of its sending. */
export interface Sent {
	readonly stored: number;
	readonly ms: number;
}

/**
 * Has the backend send the messages that a tally expects, and counts them as they arrive.
 *
 * @returns when everything has arrived, or is not going to
 * @throws where the backend could not send
 */
export async function runBurst(channel: Channel, { hash, offset }: TestSession, tally: Tally): Promise<Sent> {
	const run = randomId();
	const arrivals = new Arrivals();
	const undo = channel.on("burst", (event) => {
		const message = read(event, run);
		if (message === undefined) return;
		tally.take(message.number, Math.max(0, Date.now() + offset - message.sent));
		arrivals.more();
	});
	try {
		const sent = await post<Sent>("/demo/test/burst", { hash, run, count: tally.expected });
		await arrivals.until(() => tally.missing === 0);
		return sent;
	} finally {
		undo();
	}
}

/** Waits for a condition that each arrival may bring about, for as long as there are any. */
class Arrivals {
	#look = (): void => {};

	more(): void {
		this.#look();
	}

	async until(isEnough: () => boolean): Promise<void> {
		await new Promise<void>((resolve) => {
			let timer = setTimeout(resolve, QUIET_MS);
			this.#look = () => {
				clearTimeout(timer);
				if (isEnough()) resolve();
				else timer = setTimeout(resolve, QUIET_MS);
			};
			this.#look();
		});
	}
}

/** The burst's message that an event is, if it is of this run. */
function read({ data }: EventFrame, run: string): { readonly number: number; readonly sent: number } | undefined {
	if (typeof data !== "object" || data === null || !("run" in data) || data.run !== run) return undefined;
	if (!("number" in data) || typeof data.number !== "number") return undefined;
	return "sent" in data && typeof data.sent === "number" ? { number: data.number, sent: data.sent } : undefined;
}
