import { DurableObject } from "cloudflare:workers";
import type { ParlourConfig } from "../../config/config.ts";
import { readAdmission } from "../../door/admission.ts";
import { type Answered, answer } from "../../door/answered.ts";
import type { InboxCalls, Introduction, News, PeopleChange } from "../../door/chat/inbox-calls.ts";
import { parseInboxName } from "../../door/chat/names.ts";
import { refuseUpgrade } from "../../door/refusal.ts";
import type { Signal } from "../../door/room-calls.ts";
import type { Conversation, Person } from "../../protocol/chat/model.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import type { Message } from "../../protocol/message.ts";
import type { Presence } from "../../protocol/server-frames.ts";
import type { Caller } from "../core/access.ts";
import type { Call } from "../core/calls.ts";
import type { HistoryQuery } from "../core/history.ts";
import type { Moderated } from "../core/moderation.ts";
import type { PollQuery } from "../core/polls.ts";
import type { Published } from "../core/publisher.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { isBlank } from "./blank.ts";
import { openInbox, type OpenInbox } from "./open-inbox.ts";
import type { RoomEnv } from "./room-env.ts";
import { answerClose, Sockets } from "./sockets.ts";

/** The Durable Object of a user's inbox: their own channel, with what makes it an inbox attached. */
export class InboxRoom extends DurableObject<RoomEnv> implements InboxCalls {
	readonly #config: ParlourConfig;
	readonly #name: { readonly app: string; readonly user: string };
	readonly #sockets: Sockets;
	#alarms: AlarmClock | undefined;
	#opened: OpenInbox | undefined;

	constructor(ctx: DurableObjectState, env: RoomEnv, config: ParlourConfig) {
		super(ctx, env);
		this.#config = config;
		const name = parseInboxName(ctx.id.name);
		if (name === undefined) throw new FaultError("not_found");
		this.#name = name;
		this.#sockets = new Sockets(ctx);
		if (!isBlank(ctx.storage)) void ctx.blockConcurrencyWhile(() => this.#begin());
	}

	/** An upgrade that the Worker has admitted. */
	override fetch(request: Request): Response {
		const admission = readAdmission(request);
		const { room } = this.#open;
		try {
			room.assertAdmits(admission.caller);
		} catch (thrown) {
			return refuseUpgrade(faultOf(thrown), admission.protocol);
		}
		return this.#sockets.accept(admission, (arrival) => room.join(arrival, admission.since));
	}

	override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
		const reader = this.#sockets.get(socket);
		if (reader !== undefined) await this.#open.room.receive(reader, data);
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
		this.#opened?.room.alarm();
	}

	async take(news: News): Promise<{ readonly delivered: boolean }> {
		return this.#open.inbox.take(news);
	}

	async meet(by: Person, groups: readonly string[]): Promise<Answered<Introduction>> {
		// Who was never here is in no group, and was not introduced to anybody.
		return answer(() => this.#opened?.inbox.meet(by, groups) ?? refuse("Nothing brings these two together."));
	}

	async introduce(people: readonly Person[]): Promise<void> {
		this.#open.inbox.introduce(people);
	}

	async list(page: {
		before?: number;
		limit?: number;
	}): Promise<Answered<{ conversations: Conversation[]; more: boolean }>> {
		return answer(() => this.#opened?.inbox.list(page) ?? { conversations: [], more: false });
	}

	async peopleChanged(group: string, change: PeopleChange): Promise<{ readonly watching: boolean }> {
		return this.#opened?.inbox.peopleChanged(group, change) ?? { watching: false };
	}

	async notify(messages: readonly Message[]): Promise<Published[]> {
		return this.#open.room.notify(messages);
	}

	async publish(caller: Caller, message: Message): Promise<Answered<Published>> {
		return answer(() => this.#open.room.publish(caller, message));
	}

	async signal(caller: Caller, { name, data }: Signal): Promise<Answered<null>> {
		return answer(() => {
			this.#open.room.signal(caller, name, data);
			return null;
		});
	}

	async call(caller: Caller, call: Call, session: string = crypto.randomUUID()): Promise<Answered<Json>> {
		return answer(() => this.#open.room.call(caller, call, session));
	}

	async poll(caller: Caller, query: PollQuery): Promise<Answered<string>> {
		return answer(() => this.#open.room.poll(caller, query));
	}

	async leavePoll(caller: Caller, session: string): Promise<void> {
		this.#open.room.leavePoll(caller, session);
	}

	async history(caller: Caller, query: HistoryQuery): Promise<Answered<string>> {
		return answer(() => this.#open.room.history(caller, query));
	}

	async presence(caller: Caller): Promise<Answered<Presence>> {
		// Groups ask as the origin does; pages are told nothing of themselves.
		if (caller.kind === "origin") return { ok: { count: this.#opened?.inbox.isOnline === true ? 1 : 0 } };
		return answer(() => this.#open.room.presence(caller));
	}

	/** There is nobody to be moderated but its own user. */
	async moderate(): Promise<Answered<Moderated>> {
		return answer(() => refuse());
	}

	async redact(): Promise<Answered<readonly number[]>> {
		return answer(() => refuse());
	}

	async erase(): Promise<void> {
		await this.ctx.blockConcurrencyWhile(async () => {
			this.#open.room.end("erased");
			this.#open.host.stop();
			this.#sockets.clear();
			await this.ctx.storage.deleteAll();
			await this.#begin();
		});
	}

	get #open(): OpenInbox {
		return this.#opened ?? this.#start(null);
	}

	async #begin(): Promise<void> {
		this.#start(await this.ctx.storage.getAlarm());
	}

	/** @param alarm when the alarm is set for, in milliseconds since 1970 */
	#start(alarm: number | null): OpenInbox {
		this.#alarms = new AlarmClock(this.ctx.storage, alarm);
		const opened = openInbox(this.ctx, { env: this.env, config: this.#config, ...this.#name, alarms: this.#alarms });
		this.#opened = opened;
		this.#sockets.restore((arrivals) => opened.room.restore(arrivals));
		opened.inbox.begin(opened.room);
		return opened;
	}

	#leave(socket: WebSocket): void {
		const reader = this.#sockets.gone(socket);
		if (reader !== undefined) this.#open.room.leave(reader);
	}
}

function refuse(why = "Nobody is moderated in their own inbox."): never {
	throw new FaultError("forbidden", why);
}
