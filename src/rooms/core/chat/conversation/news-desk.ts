import type { News } from "../../../../door/chat/news.ts";
import type { ChatMessage, Conversation } from "../../../../protocol/chat/model.ts";
import type { Log } from "../../log.ts";
import type { Crew } from "./crew.ts";
import type { Hidden, Messages } from "./messages.ts";
import type { Matter } from "./ports.ts";

export interface NewsDeskParts {
	readonly id: string;
	readonly log: Log;
	readonly crew: Crew;
	/** Whose messages a user does not get. */
	readonly hiddenFrom: (user: string) => Hidden;
	readonly messages: Messages;
}

/** What users are told, each as far as it concerns them. Made when it goes out, so that it says what holds then. */
export class NewsDesk {
	readonly #parts: NewsDeskParts;
	#shared: { readonly state: readonly unknown[]; readonly news: News | undefined } | undefined;

	constructor(parts: NewsDeskParts) {
		this.#parts = parts;
	}

	/** The conversation as a user knows it, without one as the origin does; as it was when messages came up to a number. */
	about(user = "", upTo = this.#parts.log.head): Conversation {
		const { id, crew, hiddenFrom, messages } = this.#parts;
		const summary = crew.summary(id);
		const last = messages.last(upTo, hiddenFrom(user));
		return last === undefined ? summary : { ...summary, last, at: Math.max(summary.at, last.at) };
	}

	/** What a user is told of a matter; nothing where it does not concern them any more. */
	compose(user: string, matter: Matter): News | undefined {
		const { id, log, crew, hiddenFrom } = this.#parts;
		if (matter.kind === "removed") return crew.has(user) ? undefined : { kind: "removed", conversation: id };
		if (!crew.has(user)) return undefined;
		if (hiddenFrom(user).size > 0) return this.#newsFor(user, matter);
		// Made once for all who block nobody: a large group is told one and the same.
		const state = [matter, log.head, crew.record, crew.version];
		if (this.#shared === undefined || state.some((part, index) => part !== this.#shared?.state[index]))
			this.#shared = { state, news: this.#newsFor(user, matter) };
		return this.#shared.news;
	}

	#newsFor(user: string, matter: Matter): News | undefined {
		const { id, log, hiddenFrom, messages } = this.#parts;
		if (matter.kind === "conversation") return { kind: "conversation", about: this.about(user, matter.upTo) };
		if (!("seq" in matter)) return undefined;
		const message = messages.find(matter.seq, hiddenFrom(user)) ?? this.#deleted(matter.seq);
		if (message === undefined) return undefined;
		if (matter.kind === "changed") return { kind: "changed", conversation: id, message, upTo: log.head };
		if (message.deleted === true) return undefined;
		return { kind: "message", about: this.about(user, message.seq), message, upTo: log.head };
	}

	/** Who blocks an author may still have what that one said before: what is deleted is told to them too. */
	#deleted(seq: number): ChatMessage | undefined {
		const message = this.#parts.messages.find(seq);
		return message?.deleted === true ? message : undefined;
	}
}
