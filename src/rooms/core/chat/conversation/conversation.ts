import { ConversationBody, type ConversationParts } from "./body.ts";
import { Company } from "./company.ts";
import { Talk } from "./talk.ts";

/**
 * One conversation: its members, its messages, and the inboxes that are told of them. Everything it decides it decides in
 * one turn, from what it stores; what it tells follows after.
 */
export class Conversation {
	readonly talk: Talk;
	readonly company: Company;
	readonly #body: ConversationBody;

	constructor(parts: ConversationParts) {
		this.#body = new ConversationBody(parts);
		this.talk = new Talk(this.#body);
		this.company = new Company(this.#body);
	}

	/** How far its log has come. */
	get head(): number {
		return this.#body.log.head;
	}

	/** Tells what a crash may have kept from inboxes. To be called once, when it is woken. */
	resume(): void {
		this.#body.resume();
	}

	/** Does what is due. Never rejects. */
	alarm(): Promise<void> {
		return this.#body.alarm();
	}
}
