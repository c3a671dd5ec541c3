// Loaded when it is needed; here at once, so that it takes no time to come.
import "../../../src/client/core/advice.ts";
import { type Channel, type Hint, Parlour, type ParlourOptions } from "../../../src/client/index.ts";
import { ManualClock, settle } from "./clock.ts";
import { welcome } from "./frames.ts";
import { FakeTransport } from "./wire.ts";

/** A page with one channel: a clock that stands still, transports whose far end is the test, chance that is chosen. */
export class Page {
	readonly clock = new ManualClock();
	readonly socket = new FakeTransport();
	readonly poll = new FakeTransport();
	readonly errors: unknown[] = [];
	/** What the console was told. */
	readonly logged: string[] = [];
	readonly parlour: Parlour;
	readonly channel: Channel;
	/** What has been told to handlers, in its order. */
	readonly told: unknown[] = [];
	random = 0.5;
	readonly #hearing = new Set<(hint: Hint) => void>();

	constructor(options: Partial<ParlourOptions> = {}, since?: string) {
		let ids = 0;
		this.parlour = new Parlour({
			url: "https://parlour.test",
			onError: (error) => void this.errors.push(error),
			transports: { socket: this.socket.open, poll: this.poll.open },
			...options,
			environment: {
				now: this.clock.now,
				setTimeout: this.clock.setTimeout,
				clearTimeout: this.clock.clearTimeout,
				random: () => this.random,
				id: () => `id${++ids}`,
				hints: (listener) => {
					this.#hearing.add(listener);
					return () => void this.#hearing.delete(listener);
				},
				log: (text) => void this.logged.push(text),
				...options.environment,
			},
		});
		this.channel = this.parlour.subscribe("key.channel.signature", { since });
		this.channel.on("*", ({ seq }) => this.told.push(seq));
		this.channel.onState(({ from, to, code }) => this.told.push(`${from} > ${to}: ${code}`));
		this.channel.onGap((gap) => this.told.push(gap));
	}

	get hasHints(): boolean {
		return this.#hearing.size > 0;
	}

	hint(hint: Hint): void {
		for (const listener of this.#hearing) listener(hint);
	}

	/** What has been told since this was last asked. */
	heard(): unknown[] {
		return this.told.splice(0);
	}
}

/** A page whose channel is live at `e:10`, with nothing left to hear. */
export async function livePage(options: Partial<ParlourOptions> = {}): Promise<Page> {
	const page = new Page(options);
	await settle();
	page.socket.link.frames(welcome("e:10"));
	page.heard();
	return page;
}
