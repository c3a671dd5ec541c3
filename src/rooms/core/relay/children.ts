import type { RoomHost } from "../ports.ts";
import type { Delivery, RelayPort, Standing } from "./delivery.ts";
import { Link } from "./link.ts";

export interface ChildrenParts {
	readonly port: RelayPort;
	readonly host: RoomHost;
	/** Where the log stands, live. */
	readonly standing: Standing;
}

/** The relays under one of the first level. Which they are comes with each delivery: there is nothing to remember. */
export class Children {
	readonly #parts: ChildrenParts;
	#links = new Map<string, Link>();
	#paceMs = 0;

	constructor(parts: ChildrenParts) {
		this.#parts = parts;
	}

	/** Passes a delivery on. */
	pass({ items, after, to, orders, children, roll, resync, paceMs }: Delivery): void {
		this.#paceMs = paceMs;
		this.#links = new Map(children.map((id) => [id, this.#links.get(id) ?? this.#open(id, after)]));
		for (const link of this.#links.values()) {
			for (const order of orders) link.order(order);
			if (roll) link.askRoll();
			if (resync) link.forget();
			link.flush({ items, after, to });
		}
	}

	#open(id: string, at: number): Link {
		const { port, host, standing } = this.#parts;
		const circumstances = () => ({
			epoch: standing.epoch,
			floor: standing.floor,
			children: [],
			paceMs: this.#paceMs,
		});
		return new Link({ id, port, host, circumstances, onDelivered: () => undefined }, at);
	}
}
