import { CHAT, CHAT_ANSWERS, type ChatAnswers, type ChatRequestName, MY_CHANNEL } from "../../protocol/chat/model.ts";
import type { ChatRequests } from "../../protocol/chat/requests.ts";
import type { Channel, Environment, Parlour } from "../index.ts";
import { Keeper } from "../keep/keeper.ts";
import type { Keep } from "../keep/types.ts";
import { readAnswer } from "./answer.ts";
import { isConversation } from "./drafts.ts";
import { Timer } from "./timer.ts";
import type { SentFile } from "./types.ts";
import { upload } from "./upload.ts";

/** What all parts of a chat share: the user's own channel, what is asked there, and the environment. */
export class Desk {
	readonly channel: Channel;
	readonly environment: Environment;
	/** What the user has sent, from this page or earlier ones, and what has not arrived. */
	readonly keeper: Keeper;
	readonly #parlour: Parlour;
	readonly #timers: Timer[] = [];

	constructor(parlour: Parlour, keep: Keep | undefined) {
		this.#parlour = parlour;
		this.environment = parlour.settings.environment;
		this.keeper = new Keeper(keep, this.environment, isConversation);
		this.channel = parlour.subscribe(MY_CHANNEL);
		// The first to hear of it: what earlier pages have left goes first.
		this.channel.onState(({ to }) => {
			if (to === "live" && this.channel.you) this.keeper.begin(parlour.settings.url, this.channel.you.id);
		});
	}

	get isLive(): boolean {
		return this.channel.state === "live";
	}

	/** Why what is asked now fails, where the connection has ended. */
	get endCode(): "closed" | "user_changed" | undefined {
		const { state, code } = this.channel;
		if (state !== "lost" && state !== "closed") return undefined;
		return code === "user_changed" ? "user_changed" : "closed";
	}

	/** Whether a user is the one whose chat this is. */
	isMe(user: { readonly id: string } | undefined): boolean {
		return user !== undefined && user.id === this.channel.you?.id;
	}

	/**
	 * Asks the user's inbox. It is not asked again where the connection drops.
	 *
	 * @throws ParlourError
	 */
	async ask<R extends ChatRequestName>(name: R, what: ChatRequests[R]): Promise<ChatAnswers[R]> {
		// Fields that are `undefined` are none in JSON.
		const answer = await this.channel.call({ ...what, do: name }, { component: CHAT });
		return readAnswer(CHAT_ANSWERS[name], answer) as ChatAnswers[R];
	}

	/** Uploads a file, to be sent with a message. @throws ParlourError */
	async upload(file: Blob, name: string): Promise<SentFile> {
		return upload(this.#parlour, this.channel, file, name);
	}

	/** A timer that ends with the chat. */
	timer(): Timer {
		const timer = new Timer(this.environment);
		this.#timers.push(timer);
		return timer;
	}

	close(): void {
		for (const timer of this.#timers) timer.clear();
		this.keeper.close();
		this.channel.close();
	}
}
