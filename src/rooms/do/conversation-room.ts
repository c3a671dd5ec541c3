import { DurableObject } from "cloudflare:workers";
import type { ParlourConfig } from "../../config/config.ts";
import { type Answered, answer } from "../../door/answered.ts";
import type {
	Actor,
	Beginning,
	Block,
	Changed,
	ConversationCalls,
	MembersPage,
	MembersQuery,
	Posted,
} from "../../door/chat/conversation-calls.ts";
import { parseRoomName, type RoomAddress } from "../../door/room-name.ts";
import type { ChatAnswers, ChatMessage, Conversation as Summary, Mark, Person } from "../../protocol/chat/model.ts";
import type { ChatRequestName } from "../../protocol/chat/model.ts";
import type { ChatRequests } from "../../protocol/chat/requests.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Conversation } from "../core/chat/conversation/conversation.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { isBlank } from "./blank.ts";
import { type OpenConversation, openConversation } from "./open-conversation.ts";
import type { RoomEnv } from "./room-env.ts";

type Ask<R extends ChatRequestName> = Omit<ChatRequests[R], "conversation">;

/** The Durable Object of one conversation: a shell that joins a {@link Conversation} to storage, inboxes and alarms. */
export class ConversationRoom extends DurableObject<RoomEnv> implements ConversationCalls {
	readonly #config: ParlourConfig;
	readonly #address: RoomAddress;
	#alarms: AlarmClock | undefined;
	#open: OpenConversation | undefined;

	constructor(ctx: DurableObjectState, env: RoomEnv, config: ParlourConfig) {
		super(ctx, env);
		this.#config = config;
		const address = parseRoomName(ctx.id.name);
		if (address === undefined) throw new FaultError("not_found");
		this.#address = address;
		if (isBlank(ctx.storage)) return;
		void ctx.blockConcurrencyWhile(async () => {
			this.#start(await ctx.storage.getAlarm()).resume();
		});
	}

	async begin(by: Actor, beginning: Beginning): Promise<Answered<Summary>> {
		return answer(() => (this.#open?.conversation ?? this.#start(null)).company.begin(by, beginning));
	}

	async post(by: Actor, draft: Ask<"post">): Promise<Answered<Posted>> {
		return answer(() => this.#conversation.talk.post(by, draft));
	}

	async edit(by: Actor, edit: Ask<"edit">): Promise<Answered<Changed>> {
		return answer(() => this.#changed(({ talk }) => talk.edit(by, edit)));
	}

	async delete(by: Actor, which: Ask<"delete">): Promise<Answered<Changed>> {
		return answer(() => this.#changed(({ talk }) => talk.delete(by, which)));
	}

	async react(by: Actor, reaction: Ask<"react">): Promise<Answered<Changed>> {
		return answer(() => this.#changed(({ talk }) => talk.react(by, reaction)));
	}

	async history(by: Actor, page: Ask<"history">): Promise<Answered<ChatAnswers["history"]>> {
		return answer(() => this.#conversation.talk.history(by, page));
	}

	async mark(user: string, mark: Partial<Omit<Mark, "user">>): Promise<Answered<Mark>> {
		return answer(() => this.#conversation.talk.mark(user, mark));
	}

	async typing(by: Actor): Promise<Answered<null>> {
		return this.#quietly(({ talk }) => talk.typing(by));
	}

	async rename(by: Actor, name: string): Promise<Answered<Summary>> {
		return answer(() => this.#conversation.company.rename(by, name));
	}

	async members(
		by: Actor,
		change: { add?: readonly Person[]; remove?: readonly string[] },
	): Promise<Answered<Summary>> {
		return answer(() => this.#conversation.company.members(by, change));
	}

	async people(by: Actor, query: MembersQuery): Promise<Answered<MembersPage>> {
		return answer(() => this.#conversation.company.people(by, query));
	}

	async leave(user: string): Promise<Answered<null>> {
		return this.#quietly(({ company }) => company.leave(user));
	}

	async block(blocks: readonly Block[], on: boolean): Promise<Answered<null>> {
		return this.#quietly(({ company }) => company.block(blocks, on));
	}

	async report(by: Actor, report: Ask<"report">): Promise<Answered<null>> {
		return this.#quietly(({ talk }) => talk.report(by, report));
	}

	async close(): Promise<Answered<Summary>> {
		return answer(() => this.#conversation.company.close());
	}

	async about(by: Actor): Promise<Answered<Summary>> {
		return answer(() => this.#conversation.company.about(by));
	}

	override async alarm(): Promise<void> {
		this.#alarms?.cleared();
		await this.#open?.conversation.alarm();
	}

	/** @throws FaultError `not_found` before it has begun */
	get #conversation(): Conversation {
		if (this.#open === undefined) throw new FaultError("not_found", "There is no such conversation.");
		return this.#open.conversation;
	}

	#changed(run: (conversation: Conversation) => ChatMessage): Changed {
		return { message: run(this.#conversation), upTo: this.#conversation.head };
	}

	#quietly(run: (conversation: Conversation) => void): Promise<Answered<null>> {
		return answer(() => {
			run(this.#conversation);
			return null;
		});
	}

	/** @param alarm when the alarm is set for, in milliseconds since 1970 */
	#start(alarm: number | null): Conversation {
		this.#alarms = new AlarmClock(this.ctx.storage, alarm);
		const shell = {
			env: this.env,
			config: this.#config,
			address: this.#address,
			alarms: this.#alarms,
			onEmpty: () => this.#wipe(),
		};
		this.#open = openConversation(this.ctx, shell);
		return this.#open.conversation;
	}

	/** Nobody is left: nothing of it is kept. */
	#wipe(): void {
		this.#open?.host.stop();
		this.#open = undefined;
		void this.ctx.blockConcurrencyWhile(async () => {
			await this.ctx.storage.deleteAlarm();
			await this.ctx.storage.deleteAll();
		});
	}
}
