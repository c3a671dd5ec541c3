import { Chat } from "../../../src/client/chat/index.ts";
import { Parlour, type ParlourOptions } from "../../../src/client/index.ts";
import { ManualClock, settle } from "../support/clock.ts";
import { FakeInbox } from "./fake-inbox.ts";

export const ada = { id: "ada", name: "Ada" };
export const bob = { id: "bob", name: "Bob" };
export const cyd = { id: "cyd", name: "Cyd" };

/** A device of a user: a chat over an inbox, with a clock that stands still until it is told to go on. */
export class Device {
	readonly inbox: FakeInbox;
	readonly clock: ManualClock;
	readonly errors: unknown[] = [];
	/** What the console was told. */
	readonly logged: string[] = [];
	readonly parlour: Parlour;
	readonly chat: Chat;

	constructor(inbox: FakeInbox = new FakeInbox(ada), clock = new ManualClock(), options: Partial<ParlourOptions> = {}) {
		this.inbox = inbox;
		this.clock = clock;
		inbox.now = clock.now;
		const name = `device${inbox.lines.length}-`;
		let ids = 0;
		this.parlour = new Parlour({
			url: "https://parlour.test",
			transport: "socket",
			transports: { socket: inbox.open },
			...options,
			environment: {
				now: clock.now,
				setTimeout: clock.setTimeout,
				clearTimeout: clock.clearTimeout,
				random: () => 0.5,
				id: () => name + ++ids,
				hints: () => () => undefined,
				log: (text) => void this.logged.push(text),
				report: (error) => void this.errors.push(error),
				...options.environment,
			},
		});
		this.chat = new Chat({ parlour: this.parlour });
	}

	/** Counts the changes of a store, and notes those that changed nothing. */
	static watch<T>(store: { get(): T; subscribe(run: () => void): () => void }) {
		const seen: T[] = [store.get()];
		store.subscribe(() => seen.push(store.get()));
		return seen;
	}
}

/** A device that is connected and has loaded what it shows. */
export async function device(inbox?: FakeInbox, options?: Partial<ParlourOptions>): Promise<Device> {
	const made = new Device(inbox, undefined, options);
	await settle();
	return made;
}
