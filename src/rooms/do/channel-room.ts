import { DurableObject } from "cloudflare:workers";
import type { Admission } from "../../door/admission.ts";
import { readAdmission } from "../../door/admission.ts";
import { type Answered, answer } from "../../door/answered.ts";
import { refuseUpgrade } from "../../door/refusal.ts";
import type { RoomCalls } from "../../door/room-calls.ts";
import { parseRoomName, type RoomAddress } from "../../door/room-name.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import type { Message } from "../../protocol/message.ts";
import type { Presence } from "../../protocol/server-frames.ts";
import type { Caller } from "../core/access.ts";
import type { Call } from "../core/calls.ts";
import type { HistoryQuery } from "../core/history.ts";
import type { Measure } from "../core/moderation.ts";
import type { PollQuery } from "../core/polls.ts";
import type { Published } from "../core/publisher.ts";
import type { Reader } from "../core/reader.ts";
import type { RedactionTarget } from "../core/redaction.ts";
import type { Arrival, Room } from "../core/room.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { readAttachment } from "./attachment.ts";
import { type OpenRoom, openRoom, type RoomEnv } from "./open-room.ts";
import { closeQuietly, SocketSink } from "./socket-sink.ts";

/** How long readers may take to come back to a channel that was erased, in milliseconds. */
const ERASED_WITHIN_MS = 2_000;

/** The Durable Object of one channel: a shell that joins a {@link Room} to sockets, storage and alarms. */
export class ChannelRoom extends DurableObject<RoomEnv> implements RoomCalls {
	readonly #address: RoomAddress;
	readonly #readers = new Map<WebSocket, Reader>();
	#alarms: AlarmClock | undefined;
	#open: OpenRoom | undefined;

	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		const address = parseRoomName(ctx.id.name);
		if (address === undefined) throw new FaultError("not_found");
		this.#address = address;
		void ctx.blockConcurrencyWhile(() => this.#begin());
	}

	/** An upgrade that the Worker has admitted. */
	override fetch(request: Request): Response {
		const admission = readAdmission(request);
		const { protocol } = admission;
		try {
			this.#room.assertAdmits(admission.caller);
		} catch (thrown) {
			return refuseUpgrade(faultOf(thrown), protocol);
		}
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		this.#join(server, admission);
		const headers = protocol === undefined ? undefined : { "Sec-WebSocket-Protocol": protocol };
		return new Response(null, { status: 101, webSocket: client, headers });
	}

	override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
		const reader = this.#readers.get(socket);
		if (reader !== undefined) await this.#room.receive(reader, data);
	}

	override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
		this.#leave(socket);
		// The runtime does not answer the close frame of a hibernatable socket; unanswered, the peer ends with 1006.
		if (wasClean) closeQuietly(socket, code === 1005 ? 1000 : code, reason);
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

	async signal(caller: Caller, name: string, data: Json): Promise<Answered<null>> {
		return answer(() => {
			this.#room.signal(caller, name, data);
			return null;
		});
	}

	async call(caller: Caller, call: Call): Promise<Answered<Json>> {
		return answer(() => this.#room.call(caller, call, {}));
	}

	async poll(caller: Caller, query: PollQuery): Promise<Answered<string>> {
		return answer(() => this.#room.poll(caller, query));
	}

	async history(caller: Caller, query: HistoryQuery): Promise<Answered<string>> {
		return answer(() => this.#room.history(caller, query));
	}

	async presence(caller: Caller): Promise<Answered<Presence>> {
		return answer(() => this.#room.presence(caller));
	}

	async moderate(caller: Caller, measure: Measure): Promise<Answered<null>> {
		return answer(() => {
			this.#room.moderate(caller, measure);
			return null;
		});
	}

	async redact(caller: Caller, target: RedactionTarget): Promise<Answered<readonly number[]>> {
		return answer(() => this.#room.redact(caller, target));
	}

	async erase(): Promise<void> {
		await this.ctx.blockConcurrencyWhile(async () => {
			this.#room.end("erased", JSON.stringify({ within: ERASED_WITHIN_MS }));
			this.#open?.host.stop();
			this.#readers.clear();
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
		this.#open = openRoom(this.ctx, { env: this.env, address: this.#address, alarms: this.#alarms });
		const sockets = this.ctx.getWebSockets().flatMap((socket) => this.#arrival(socket) ?? []);
		const readers = this.#room.restore(sockets.map(({ arrival }) => arrival));
		for (const [index, reader] of readers.entries()) this.#keep(sockets[index]?.socket, reader);
	}

	#arrival(socket: WebSocket): { socket: WebSocket; arrival: Arrival } | undefined {
		const attachment = readAttachment(socket);
		if (socket.readyState !== WebSocket.OPEN || attachment === undefined) return undefined;
		return { socket, arrival: { ...attachment, sink: new SocketSink(this.ctx, socket) } };
	}

	#join(socket: WebSocket, { caller, since }: Admission): void {
		const arrival = { session: crypto.randomUUID(), caller, sink: new SocketSink(this.ctx, socket) };
		arrival.sink.remember(arrival);
		this.#keep(socket, this.#room.join(arrival, since));
	}

	#keep(socket: WebSocket | undefined, reader: Reader): void {
		if (socket !== undefined) this.#readers.set(socket, reader);
	}

	#leave(socket: WebSocket): void {
		const reader = this.#readers.get(socket);
		this.#readers.delete(socket);
		if (reader !== undefined) this.#room.leave(reader);
	}
}
