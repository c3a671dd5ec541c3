import { DurableObject } from "cloudflare:workers";
import type { ParlourConfig } from "../../config/config.ts";
import { readAdmission } from "../../door/admission.ts";
import { directionsResponse } from "../../door/directions.ts";
import { refuseUpgrade } from "../../door/refusal.ts";
import type { RelayCalls } from "../../door/relay-calls.ts";
import { parseRelayName } from "../../door/room-name.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Delivered, Delivery } from "../core/relay/delivery.ts";
import type { Entry } from "../core/entries.ts";
import type { Relay } from "../core/relay/relay.ts";
import { AlarmClock } from "./alarm-clock.ts";
import type { RoomEnv } from "./room-env.ts";
import { openRelay } from "./open-relay.ts";
import { answerClose, Sockets } from "./sockets.ts";

/** The Durable Object of a relay: a shell that joins a {@link Relay} to sockets and an alarm. It stores nothing else. */
export class RelayRoom extends DurableObject<RoomEnv> implements RelayCalls {
	readonly #sockets: Sockets;
	#alarms: AlarmClock | undefined;
	#opened: Relay | undefined;

	constructor(ctx: DurableObjectState, env: RoomEnv, config: ParlourConfig) {
		super(ctx, env);
		const name = parseRelayName(ctx.id.name);
		if (name === undefined) throw new FaultError("not_found");
		this.#sockets = new Sockets(ctx);
		void ctx.blockConcurrencyWhile(async () => {
			this.#alarms = new AlarmClock(ctx.storage, await ctx.storage.getAlarm());
			this.#opened = openRelay(ctx, { env, config, ...name, alarms: this.#alarms });
			this.#sockets.restore((arrivals) => this.#relay.restore(arrivals));
		});
	}

	/** An upgrade that the Worker has admitted. */
	override async fetch(request: Request): Promise<Response> {
		const admission = readAdmission(request);
		let entry: Entry | undefined;
		try {
			await this.#relay.prepare(admission.since);
			entry = await this.#relay.entry(admission.since);
			const place = this.#relay.place(admission.caller);
			if (place !== "here") return directionsResponse({ to: place === "full" ? "other" : "room" });
		} catch (thrown) {
			return refuseUpgrade(faultOf(thrown), admission.protocol);
		}
		return this.#sockets.accept(
			admission,
			(arrival) => this.#relay.join(arrival, admission.since, entry),
			entry?.floor,
		);
	}

	override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
		const reader = this.#sockets.get(socket);
		if (reader !== undefined) await this.#relay.receive(reader, data);
	}

	override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
		this.#leave(socket);
		if (wasClean) answerClose(socket, code, reason);
	}

	override webSocketError(socket: WebSocket): void {
		this.#leave(socket);
	}

	override async alarm(): Promise<void> {
		this.#alarms?.cleared();
		// An alarm that throws is run again and again, and then never: the next sweep asks again.
		await this.#relay.alarm().catch(() => undefined);
	}

	async deliver(delivery: Delivery): Promise<Delivered> {
		return this.#relay.deliver(delivery);
	}

	get #relay(): Relay {
		// Set before the first event: the constructor holds events back until it is.
		if (this.#opened === undefined) throw new FaultError("internal");
		return this.#opened;
	}

	#leave(socket: WebSocket): void {
		const reader = this.#sockets.gone(socket);
		if (reader !== undefined) this.#relay.leave(reader);
	}
}
