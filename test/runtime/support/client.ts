import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { type Channel, type EventFrame, type Gap, Parlour, type StateName } from "../../../src/client/index.ts";
import { condition } from "./condition.ts";

/** The client that pages use, with `ws` for a socket, and what it has told. */
export class Client {
	readonly channel: Channel;
	readonly events: EventFrame[] = [];
	readonly states: StateName[] = [];
	readonly gaps: Gap[] = [];
	readonly #changed = condition();

	constructor(url: string, hash: string, transport: "socket" | "poll" | "auto" = "socket") {
		const parlour = new Parlour({
			url,
			transport,
			// The package's class does all that the client asks of a socket; its types differ in what the client does not use.
			environment: { WebSocket: WebSocket as unknown as typeof globalThis.WebSocket },
		});
		this.channel = parlour.subscribe(hash);
		this.channel.on("*", (event) => {
			this.events.push(event);
			this.#changed.notify();
		});
		this.channel.onState(({ to }) => {
			this.states.push(to);
			this.#changed.notify();
		});
		this.channel.onGap((gap) => this.gaps.push(gap));
		onTestFinished(() => parlour.close());
	}

	async until(holds: (client: this) => boolean): Promise<void> {
		await this.#changed.until(() => holds(this));
	}
}
