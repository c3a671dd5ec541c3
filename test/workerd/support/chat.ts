import {
	CHAT_ANSWERS,
	type CHAT_EVENTS,
	type ChatAnswers,
	type ChatRequestName,
} from "../../../src/protocol/chat/model.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { read } from "../../../src/protocol/shape.ts";
import { ticketOf } from "../../support/tokens.ts";
import { type TestSocket, upgrade } from "./socket.ts";

/** Where users find their own channel. */
export const ME = "/v1/channels/me";

type Events = typeof CHAT_EVENTS;

/** A user's page: a socket to their own channel, and what is asked over it. */
export class TestPage {
	readonly socket: TestSocket;
	#refs = 0;

	constructor(socket: TestSocket) {
		this.socket = socket;
	}

	/** Asks chat; a fault is thrown as its code. */
	async ask<R extends ChatRequestName>(
		name: R,
		asked: { readonly [field: string]: Json } = {},
	): Promise<ChatAnswers[R]> {
		const ref = `r${++this.#refs}`;
		this.socket.send({ type: "call", ref, component: "parlour.chat", data: { do: name, ...asked } });
		const answer = await this.socket.until(({ frames }) =>
			frames.find((frame) => (frame.type === "reply" || frame.type === "fault") && frame.ref === ref),
		);
		if (answer.type === "fault") throw new Error(answer.code);
		if (answer.type !== "reply") throw new Error("no reply");
		return read(CHAT_ANSWERS[name], answer.data) as ChatAnswers[R];
	}

	/** What was told by an event of a name. */
	told(name: keyof Events): Json[] {
		return this.socket.of("event").flatMap((event) => (event.name === name ? [event.data] : []));
	}

	/** Waits until so many events of a name have come. */
	async hear(name: keyof Events, count = 1): Promise<Json[]> {
		return this.socket.until(() => (this.told(name).length >= count ? this.told(name) : undefined));
	}
}

/** Opens a user's page, and waits for its welcome. */
export async function openPage(
	sub: string,
	{
		groups = [],
		since,
		...claims
	}: { groups?: readonly string[]; since?: string; [claim: string]: Json | undefined } = {},
): Promise<TestPage> {
	const given = Object.entries(claims).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
	const more = Object.fromEntries(given) as { [claim: string]: Json };
	const ticket = await ticketOf(sub, { name: sub.toUpperCase(), groups: [...groups], ...more });
	const socket = await upgrade(`${ME}/socket`, { ticket, ...(since !== undefined && { since }) });
	await socket.take("welcome");
	return new TestPage(socket);
}

let users = 0;

/** A name of a user that no other test uses: storage is kept for a whole file. */
export function newUser(name: string): string {
	return `${name}-${++users}`;
}
