import { DurableObject } from "cloudflare:workers";
import type { ParlourConfig } from "../../config/config.ts";
import { readAdmission } from "../../door/admission.ts";
import { type Answered, answer } from "../../door/answered.ts";
import { directionsResponse } from "../../door/directions.ts";
import { refuseUpgrade } from "../../door/refusal.ts";
import type { RoomCallsOfRelays, Signal } from "../../door/room-calls.ts";
import { parseRoomName, type RoomAddress } from "../../door/room-name.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import type { Message } from "../../protocol/message.ts";
import type { Presence } from "../../protocol/server-frames.ts";
import type { Caller } from "../core/access.ts";
import type { Call } from "../core/calls.ts";
import type { HistoryQuery } from "../core/history.ts";
import type { Measure, Moderated } from "../core/moderation.ts";
import type { PollQuery } from "../core/polls.ts";
import type { Published } from "../core/publisher.ts";
import type { RedactionTarget } from "../core/redaction.ts";
import type { Enrolment, LogPage, Noted, Report, Roll } from "../core/relay/delivery.ts";
import type { Room } from "../core/room.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { type OpenRoom, openRoom } from "./open-room.ts";
import type { RoomEnv } from "./room-env.ts";
import { answerClose, Sockets } from "./sockets.ts";

/** The Durable Object of one channel: a shell that joins a {@link Room} to sockets, storage and alarms. */
export class ChannelRoom extends DurableObject<RoomEnv> implements RoomCallsOfRelays {
	readonly #config: ParlourConfig;
	readonly #address: RoomAddress;
	readonly #sockets: Sockets;
	#alarms: AlarmClock | undefined;
	#open: OpenRoom | undefined;

	constructor(ctx: DurableObjectState, env: RoomEnv, config: ParlourConfig) {
		super(ctx, env);
		this.#config = config;
		const address = parseRoomName(ctx.id.name);
		if (address === undefined) throw new FaultError("not_found");
		this.#address = address;
		this.#sockets = new Sockets(ctx);
		void ctx.blockConcurrencyWhile(() => this.#begin());
	}

	/** An upgrade that the Worker has admitted. */
	override async fetch(request: Request): Promise<Response> {
		const admission = readAdmission(request);
		const entry = await this.#room.entry(admission.since);
		try {
			this.#room.assertAdmits(admission.caller);
		} catch (thrown) {
			return refuseUpgrade(faultOf(thrown), admission.protocol);
		}
		const relays = this.#room.placeElsewhere(admission.region, admission.full);
		if (relays !== undefined) return directionsResponse({ to: "relays", relays });
		return this.#sockets.accept(admission, (arrival) => this.#room.join(arrival, admission.since, entry), entry?.floor);
	}

	override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
		const reader = this.#sockets.get(socket);
		if (reader !== undefined) await this.#room.receive(reader, data);
	}

	override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
		this.#leave(socket);
		if (wasClean) answerClose(socket, code, reason);
	}

	override webSocketError(socket: WebSocket): void {
		this.#leave(socket);
	}

	override alarm(): void {
		this.#alarms?.cleared();
		this.#room.alarm();
	}

	async notify(messages: readonly Message[]): Promise<Published[]> {
		return this.#room.notify(messages);
	}

	async publish(caller: Caller, message: Message): Promise<Answered<Published>> {
		return answer(() => this.#room.publish(caller, message));
	}

	async signal(caller: Caller, { name, data }: Signal, session?: string): Promise<Answered<null>> {
		return answer(() => {
			this.#room.signal(caller, name, data, session === undefined ? undefined : { session });
			return null;
		});
	}

	async call(caller: Caller, call: Call, session: string = crypto.randomUUID()): Promise<Answered<Json>> {
		return answer(() => this.#room.call(caller, call, session));
	}

	async poll(caller: Caller, query: PollQuery): Promise<Answered<string>> {
		return answer(() => this.#room.poll(caller, query));
	}

	async leavePoll(caller: Caller, session: string): Promise<void> {
		this.#room.leavePoll(caller, session);
	}

	async history(caller: Caller, query: HistoryQuery): Promise<Answered<string>> {
		return answer(() => this.#room.history(caller, query));
	}

	async presence(caller: Caller): Promise<Answered<Presence>> {
		return answer(async () => {
			await this.#room.presenceKnown();
			return this.#room.presence(caller);
		});
	}

	async moderate(caller: Caller, measure: Measure): Promise<Answered<Moderated>> {
		return answer(() => this.#room.moderate(caller, measure));
	}

	async redact(caller: Caller, target: RedactionTarget): Promise<Answered<readonly number[]>> {
		return answer(() => this.#room.redact(caller, target));
	}

	async enrol(id: string, roll: Roll): Promise<Enrolment> {
		return this.#room.enrol(id, roll);
	}

	async report(id: string, report: Report): Promise<Noted> {
		return this.#room.report(id, report);
	}

	async page(after: number): Promise<LogPage> {
		return this.#room.page(after);
	}

	async reached(users: readonly (readonly [user: string, seq: number])[]): Promise<void> {
		this.#room.reached(users);
	}

	async erase(): Promise<void> {
		await this.ctx.blockConcurrencyWhile(async () => {
			this.#room.end("erased");
			this.#open?.host.stop();
			this.#sockets.clear();
			await this.ctx.storage.deleteAll();
			await this.#begin();
		});
	}

	get #room(): Room {
		// Set before the first event: the constructor holds events back until it is.
		if (this.#open === undefined) throw new FaultError("internal");
		return this.#open.room;
	}

	async #begin(): Promise<void> {
		this.#alarms = new AlarmClock(this.ctx.storage, await this.ctx.storage.getAlarm());
		this.#open = openRoom(this.ctx, {
			env: this.env,
			config: this.#config,
			address: this.#address,
			alarms: this.#alarms,
		});
		this.#sockets.restore((arrivals) => this.#room.restore(arrivals));
	}

	#leave(socket: WebSocket): void {
		const reader = this.#sockets.gone(socket);
		if (reader !== undefined) this.#room.leave(reader);
	}
}
