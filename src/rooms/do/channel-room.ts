import { DurableObject } from "cloudflare:workers";
import parlourConfig from "../../../parlour.config.ts";
import { areaRules } from "../../config/config.ts";
import { readAdmission } from "../../door/admission.ts";
import { type Answered, answer } from "../../door/answered.ts";
import type { RoomCalls } from "../../door/room-calls.ts";
import { parseRoomName } from "../../door/room-name.ts";
import type { Cursor } from "../../protocol/cursor.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import type { Message } from "../../protocol/message.ts";
import type { Caller } from "../core/access.ts";
import type { HistoryQuery } from "../core/history.ts";
import type { Published } from "../core/publisher.ts";
import type { Reader } from "../core/reader.ts";
import { type PollQuery, Room } from "../core/room.ts";
import { SqliteLog } from "../store/sqlite-log.ts";
import { readAttachment, writeAttachment } from "./attachment.ts";
import { newEpoch, objectHost } from "./host.ts";
import { SocketSink } from "./socket-sink.ts";

/** The Durable Object of one channel: a shell that joins a {@link Room} to sockets, storage and alarms. */
export class ChannelRoom extends DurableObject implements RoomCalls {
	readonly #room: Room;
	readonly #readers = new Map<WebSocket, Reader>();
	/** Whether an alarm is known to be set; unknown after waking. */
	#alarmSet = false;

	constructor(ctx: DurableObjectState, env: object) {
		super(ctx, env);
		const address = parseRoomName(ctx.id.name);
		if (address === undefined) throw new FaultError("not_found");
		const store = new SqliteLog(ctx.storage, newEpoch);
		const rules = areaRules(parlourConfig, address.app, address.channel);
		this.#room = new Room({ store, rules, host: objectHost(ctx) });
		for (const socket of ctx.getWebSockets()) this.#restore(socket);
	}

	/** An upgrade that the Worker has admitted. */
	override fetch(request: Request): Response {
		const { caller, since, protocol } = readAdmission(request);
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		this.#join(server, caller, since);
		const headers = protocol === undefined ? undefined : { "Sec-WebSocket-Protocol": protocol };
		return new Response(null, { status: 101, webSocket: client, headers });
	}

	override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
		const reader = this.#readers.get(socket);
		if (reader === undefined) return;
		await this.#room.receive(reader, data);
		await this.#keepAlarm();
	}

	override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
		this.#leave(socket);
		// The runtime does not answer the close frame of a hibernatable socket; unanswered, the peer ends with 1006.
		if (wasClean) new SocketSink(socket).close(code === 1005 ? 1000 : code, reason);
	}

	override webSocketError(socket: WebSocket): void {
		this.#leave(socket);
	}

	/** Publishes an origin's messages in their order. */
	async notify(messages: readonly Message[]): Promise<Published[]> {
		const published = await this.#room.notify(messages);
		await this.#keepAlarm();
		return published;
	}

	/** Publishes a page's message. */
	async publish(caller: Caller, message: Message): Promise<Answered<Published>> {
		const published = await answer(() => this.#room.publish(caller, message));
		await this.#keepAlarm();
		return published;
	}

	/** Sends a page's signal. */
	async signal(caller: Caller, name: string, data: Json): Promise<Answered<null>> {
		return answer(() => {
			this.#room.signal(caller, name, data);
			return null;
		});
	}

	/** Answers a poll as JSON. */
	async poll(caller: Caller, query: PollQuery): Promise<Answered<string>> {
		return answer(() => this.#room.poll(caller, query));
	}

	/** A page of the history as JSON. */
	async history(caller: Caller, query: HistoryQuery): Promise<Answered<string>> {
		return answer(() => this.#room.history(caller, query));
	}

	override async alarm(): Promise<void> {
		this.#alarmSet = false;
		this.#room.log.expire();
		await this.#keepAlarm();
	}

	/** Sees to it that the room wakes to delete what grows too old, so that a forgotten channel costs no storage. */
	async #keepAlarm(): Promise<void> {
		if (this.#alarmSet) return;
		const due = this.#room.log.expiresAt();
		if (due === undefined) return;
		this.#alarmSet = true;
		if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(due);
	}

	#restore(socket: WebSocket): void {
		const attachment = readAttachment(socket);
		if (socket.readyState !== WebSocket.OPEN || attachment === undefined) return;
		this.#readers.set(socket, this.#room.restore({ ...attachment, sink: new SocketSink(socket) }));
	}

	#join(socket: WebSocket, caller: Caller, since: Cursor | undefined): void {
		const session = crypto.randomUUID();
		writeAttachment(socket, session, caller);
		this.#readers.set(socket, this.#room.join({ session, caller, sink: new SocketSink(socket) }, since));
	}

	#leave(socket: WebSocket): void {
		const reader = this.#readers.get(socket);
		this.#readers.delete(socket);
		if (reader !== undefined) this.#room.leave(reader);
	}
}
