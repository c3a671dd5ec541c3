import type { Flush } from "../fanout.ts";
import type { Order } from "./delivery.ts";

/** A flush without the text of messages that were redacted while it was on its way. */
export function withoutText({ items, after, to }: Flush, orders: readonly Order[]): Flush {
	const blanked = new Set(orders.flatMap((order) => (order.kind === "blank" ? order.seqs : [])));
	if (blanked.size === 0) return { items, after, to };
	const rest = items.map((item) => (item.seq !== undefined && blanked.has(item.seq) ? { ...item, frame: null } : item));
	return { items: rest, after, to };
}
