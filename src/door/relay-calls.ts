import type { Delivered, Delivery } from "../rooms/core/relay/delivery.ts";

/** What may be asked of a relay. */
export interface RelayCalls {
	/** Takes a socket that has been admitted, or says where it goes. */
	fetch(request: Request): Promise<Response> | Response;
	/** Takes a flush of the room. */
	deliver(delivery: Delivery): Promise<Delivered>;
}
