import type { Flush } from "../fanout.ts";
import type { RoomHost } from "../ports.ts";
import type { Delivered, Delivery, Order, RelayPort } from "./delivery.ts";

/** How many deliveries may be under way at once: over a slow line later ones are put together meanwhile. */
const UNDER_WAY = 4;
/** How many items may wait for a slow line. Past this the relay gets them from the log, when it asks for them. */
const MOST_ITEMS = 2_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

/** What a delivery says beside what is passed on; the same for all relays. */
export type Circumstances = Pick<Delivery, "epoch" | "floor" | "children" | "paceMs">;

export interface LinkParts {
	readonly id: string;
	readonly port: RelayPort;
	readonly host: Pick<RoomHost, "after">;
	/** How things stand when a delivery goes out. */
	readonly circumstances: () => Circumstances;
	readonly onDelivered: (delivered: Delivered) => void;
}

/**
 * The line to one relay. Deliveries go out as they come; where the relay cannot be reached it is tried again, with orders
 * kept and items left out: a relay that sees a hole fills it from the log. So a relay that is away costs no memory.
 */
export class Link {
	readonly #parts: LinkParts;
	#items: Flush | undefined;
	#orders: Order[] = [];
	#roll = false;
	#resync = false;
	#underWay = 0;
	#isOrderUnderWay = false;
	#isStopped = false;
	#failures = 0;
	#cancelRetry: (() => void) | undefined;
	#to: number;

	/** @param at where the relay stands, or will stand when it has heard of nothing else */
	constructor(parts: LinkParts, at: number) {
		this.#parts = parts;
		this.#to = at;
	}

	/** Passes a flush on. */
	flush(flush: Flush): void {
		const waiting = this.#items;
		const items = waiting === undefined ? flush.items : [...waiting.items, ...flush.items];
		this.#items = { items, after: waiting?.after ?? flush.after, to: flush.to };
		this.#to = flush.to;
		if (items.length > MOST_ITEMS) this.forget();
		this.#pump();
	}

	order(order: Order): void {
		this.#orders.push(order);
		this.#pump();
	}

	/** Asks the relay who is there. */
	askRoll(): void {
		this.#roll = true;
		this.#pump();
	}

	/** Tells the relay where the log stands, so that it finds out whether it missed anything. */
	sync(): void {
		this.#items ??= { items: [], after: this.#to, to: this.#to };
		this.#pump();
	}

	/** Calls the relay no more, whatever it has not got yet. */
	stop(): void {
		this.#isStopped = true;
		this.#cancelRetry?.();
		this.#cancelRetry = undefined;
	}

	/** Something was lost on the way: the relay gets it from the log, and asks who is there. */
	forget(): void {
		this.#items = undefined;
		this.#resync = true;
	}

	get #isDue(): boolean {
		return this.#items !== undefined || this.#orders.length > 0 || this.#roll || this.#resync;
	}

	#pump(): void {
		if (this.#isStopped) return;
		if (this.#cancelRetry !== undefined) return this.forget();
		// Orders hold up what comes after them: were they tried again later than others, a ban could outlive its lifting.
		if (this.#isOrderUnderWay || this.#underWay >= UNDER_WAY) return;
		const { id, port, circumstances } = this.#parts;
		const { items, after, to } = this.#items ?? { items: [], after: this.#to, to: this.#to };
		const orders = this.#orders;
		const delivery = { items, after, to, orders, roll: this.#roll, resync: this.#resync, ...circumstances() };
		this.#items = undefined;
		this.#orders = [];
		this.#roll = false;
		this.#resync = false;
		this.#underWay += 1;
		this.#isOrderUnderWay = orders.length > 0;
		void port.deliver(id, delivery).then(
			(delivered) => this.#done(delivery, delivered),
			() => this.#failed(delivery),
		);
	}

	#done({ orders }: Delivery, delivered: Delivered): void {
		this.#underWay -= 1;
		if (orders.length > 0) this.#isOrderUnderWay = false;
		this.#failures = 0;
		this.#parts.onDelivered(delivered);
		if (this.#isDue) this.#pump();
	}

	#failed({ orders, roll }: Delivery): void {
		this.#underWay -= 1;
		if (orders.length > 0) this.#isOrderUnderWay = false;
		this.#orders = [...orders, ...this.#orders];
		this.#roll ||= roll;
		this.forget();
		if (this.#isStopped || this.#cancelRetry !== undefined) return;
		const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
		this.#cancelRetry = this.#parts.host.after(pause, () => {
			this.#cancelRetry = undefined;
			this.sync();
		});
	}
}
