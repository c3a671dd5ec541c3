import { CHAT, CHAT_ANSWERS, type ChatAnswers, type ChatRequestName, MY_CHANNEL } from "../../protocol/chat/model.ts";
import type { ChatRequests } from "../../protocol/chat/requests.ts";
import type { Json } from "../../protocol/json.ts";
import { type Kind, read } from "../../protocol/shape.ts";
import { type Channel, type Environment, type Parlour, ParlourError } from "../index.ts";
import { Timer } from "./timer.ts";

/** What all parts of a chat share: the user's own channel, what is asked there, and the environment. */
export class Desk {
	readonly channel: Channel;
	readonly environment: Environment;
	readonly #timers: Timer[] = [];

	constructor(parlour: Parlour) {
		this.environment = parlour.settings.environment;
		this.channel = parlour.subscribe(MY_CHANNEL);
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

	/** A timer that ends with the chat. */
	timer(): Timer {
		const timer = new Timer(this.environment);
		this.#timers.push(timer);
		return timer;
	}

	close(): void {
		for (const timer of this.#timers) timer.clear();
		this.channel.close();
	}
}

/** @throws ParlourError `bad_frame` for what does not fit */
export function readAnswer(kind: Kind, answer: Json): unknown {
	try {
		return read(kind, answer);
	} catch {
		throw new ParlourError("bad_frame");
	}
}
