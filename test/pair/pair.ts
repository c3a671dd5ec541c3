import { type Channel, Parlour, type ParlourOptions } from "../../src/client/index.ts";
import { turn } from "../support/host.ts";
import { TestRoom } from "../support/room.ts";
import { Requests } from "./requests.ts";
import { Wire } from "./wire.ts";

/** A real client and a real room, with a wire between them and one clock for both, all moved by hand. */
export class Pair {
	readonly room: TestRoom;
	readonly wire: Wire;
	readonly requests: Requests;
	readonly channel: Channel;
	/** The numbers of the events that the client's handler was given. */
	readonly seen: number[] = [];
	readonly gaps: unknown[] = [];
	readonly errors: unknown[] = [];

	constructor(
		room = new TestRoom({ publish: "members", signal: "members" }),
		user = "ada",
		options: Partial<ParlourOptions> = {},
	) {
		this.room = room;
		this.wire = new Wire(room, user);
		this.requests = new Requests(room, user);
		const { host } = room;
		let ids = 0;
		const parlour = new Parlour({
			url: "https://parlour.test",
			transport: "socket",
			transports: { socket: this.wire.open },
			timeout: 100_000_000,
			...options,
			environment: {
				fetch: this.requests.fetch,
				now: () => host.now(),
				setTimeout: (run, ms) => host.after(ms, run),
				clearTimeout: (cancel) => (cancel as (() => void) | undefined)?.(),
				random: () => 0.5,
				id: () => `${user}-${++ids}`,
				hints: () => () => undefined,
				log: () => undefined,
				report: (error) => void this.errors.push(error),
			},
		});
		this.channel = parlour.subscribe("key.channel.signature");
		this.channel.on("*", ({ seq }) => void this.seen.push(seq));
		this.channel.onGap((gap) => void this.gaps.push(gap));
	}

	/** Lets everything arrive and be answered, without time going by. */
	async flush(): Promise<void> {
		for (let round = 0; round < 4; round++) {
			this.wire.flush();
			await this.requests.flush();
			await turn();
		}
	}

	/** The room ends without a word, with all its connections, and another one goes on with its log. */
	restart(tellClient: boolean): void {
		for (const link of this.wire.links) if (!link.isGone && link.reader !== undefined) link.cut(tellClient);
		this.requests.cut();
		this.room.wake();
	}

	/** Lets time go by in steps, with everything arriving that can. */
	async pass(ms: number, step = 500): Promise<void> {
		for (let passed = 0; passed < ms; passed += step) {
			this.room.host.advance(step);
			await this.flush();
		}
	}
}

/** A pair that is connected. */
export async function livePair(room?: TestRoom, user?: string): Promise<Pair> {
	const pair = new Pair(room, user);
	await turn();
	await pair.flush();
	return pair;
}
