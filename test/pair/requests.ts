import { decode } from "../../src/protocol/decode.ts";
import { FaultError, faultOf } from "../../src/protocol/fault.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import { readJson } from "../../src/protocol/json.ts";
import { publishBody } from "../../src/protocol/message.ts";
import { readCursor } from "../../src/protocol/cursor.ts";
import { turn } from "../support/host.ts";
import { member, type TestRoom } from "../support/room.ts";

/** A request between a real client and a real room. It arrives, and is answered, when the test says so. */
export class WireRequest {
	readonly #url: URL;
	readonly #body: string | undefined;
	readonly #answered = Promise.withResolvers<Response>();
	/** What the room has said. */
	answer: Promise<Response> | undefined;
	/** Whether nothing more can be done with it: it was answered, or lost. */
	isOver = false;
	/** Whether the client waits for its answer no more. It may arrive all the same. */
	isLeft = false;

	constructor(url: string, { body, signal }: RequestInit) {
		this.#url = new URL(url);
		this.#body = typeof body === "string" ? body : undefined;
		signal?.addEventListener("abort", () => {
			this.isLeft = true;
			this.#answered.reject(new Error("aborted"));
		});
	}

	get response(): Promise<Response> {
		return this.#answered.promise;
	}

	get isPost(): boolean {
		return this.#body !== undefined;
	}

	/** Lets it arrive at the room. */
	arrive(room: TestRoom, user: string): Promise<Response> {
		this.answer ??= this.#ask(room, user);
		return this.answer;
	}

	/** Lets the answer arrive at the client, where the room has one by now. */
	async bring(): Promise<void> {
		const answer = await Promise.race([this.answer, turn()]);
		if (answer === undefined || this.isOver) return;
		this.isOver = true;
		this.#answered.resolve(answer);
	}

	/** Loses it, or its answer where it has arrived. */
	lose(): void {
		this.isOver = true;
		this.#answered.reject(new Error("lost"));
	}

	async #ask(room: TestRoom, user: string): Promise<Response> {
		try {
			return new Response(await (this.isPost ? this.#publish(room, user) : this.#poll(room, user)));
		} catch (thrown) {
			const fault = faultOf(thrown);
			return Response.json({ fault }, { status: FAULTS[fault.code].http });
		}
	}

	async #publish({ room }: TestRoom, user: string): Promise<string> {
		const message = decode(publishBody, readJson(this.#body ?? ""), "bad_request");
		const published = await room.publish(member(user), message);
		if ("fault" in published) throw new FaultError(published.fault.code, published.fault.message, published.fault);
		return JSON.stringify(published);
	}

	#poll({ room }: TestRoom, user: string): Promise<string> {
		const query = this.#url.searchParams;
		const [since, presence, signals, session] = ["since", "presence", "signals", "session"].map(
			(name) => query.get(name) ?? undefined,
		);
		return room.poll(member(user), {
			waitMs: since === undefined ? 0 : Number(query.get("wait")) * 1_000,
			hello: query.get("hello") === "1",
			bye: query.get("bye") === "1",
			...(since !== undefined && { since: readCursor(since) }),
			...(presence !== undefined && { presence: Number(presence) }),
			...(signals !== undefined && { signals: Number(signals) }),
			...(session !== undefined && { session }),
		});
	}
}

/** All requests of one client to one room. */
export class Requests {
	readonly #room: TestRoom;
	readonly #user: string;
	#all: WireRequest[] = [];
	/** How many messages were posted. */
	posts = 0;

	constructor(room: TestRoom, user: string) {
		this.#room = room;
		this.#user = user;
	}

	/** Those that can still arrive or be answered, the oldest first. */
	get open(): WireRequest[] {
		this.#all = this.#all.filter((one) => !one.isOver && (!one.isLeft || one.answer === undefined));
		return this.#all;
	}

	readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
		const request = new WireRequest(url, init);
		this.#all.push(request);
		if (request.isPost) this.posts++;
		return request.response;
	};

	/** Lets one arrive, and others wait. */
	arrive(request: WireRequest): void {
		void request.arrive(this.#room, this.#user);
	}

	/** Lets everything arrive and be answered that the client waits for; what it has left stays on its way. */
	async flush(): Promise<void> {
		for (const request of this.open)
			if (!request.isLeft) {
				this.arrive(request);
				await request.bring();
			}
	}

	/** The room ends: what has arrived and has no answer gets none. */
	cut(): void {
		for (const request of this.open) if (request.answer !== undefined) request.lose();
	}
}
