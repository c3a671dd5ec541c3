import { file as fileShape } from "../../protocol/chat/model.ts";
import { type Json } from "../../protocol/json.ts";
import { read } from "../../protocol/shape.ts";
import { Lane, type Waiting } from "../keep/lane.ts";
import type { Desk } from "./desk.ts";
import { Errands } from "./errands.ts";
import type { ChatMessage, Draft, SentFile, UnsentFile } from "./types.ts";

/** What a conversation does with its drafts. */
export interface DraftOwner {
	readonly id: string;
	/** The drafts are these now. */
	drafted(drafts: readonly Draft[]): void;
	/** A message of this user was sent, and has reached devices of these. */
	posted(message: ChatMessage, delivered: readonly string[]): void;
}

/** What a draft says. */
interface Body {
	readonly text: string;
	readonly replyTo?: number;
	readonly files?: readonly (SentFile | UnsentFile)[];
}

const LANE = "chat:";

/** Returns whether a lane is a conversation's. */
export function isConversation(lane: string): boolean {
	return lane.startsWith(LANE);
}

/** Returns the conversation of a lane. */
export function conversationOf(lane: string): string {
	return lane.slice(LANE.length);
}

/** The messages of one conversation that are on their way, sent one after another so that they keep their order. */
export class Drafts {
	readonly #desk: Desk;
	readonly #owner: DraftOwner;
	readonly #lane: Lane<Body>;

	constructor(desk: Desk, owner: DraftOwner) {
		this.#desk = desk;
		this.#owner = owner;
		this.#lane = new Lane<Body>({
			name: LANE + owner.id,
			environment: desk.environment,
			keeper: desk.keeper,
			errands: new Errands(desk, false),
			isLive: () => desk.isLive,
			read: bodyOf,
			send: (one) => this.#send(one),
			changed: () => this.#owner.drafted(this.all),
		});
	}

	get all(): readonly Draft[] {
		return this.#lane.all.map(draftOf);
	}

	add(text: string, { replyTo, files }: Omit<Body, "text">): void {
		const body: Body = { text, ...(replyTo !== undefined && { replyTo }), ...(files && { files }) };
		this.#lane.add(body, bytesOf(body));
	}

	/** Sends one again that failed, at the end of those that are on their way. */
	retry(id: string): void {
		this.#lane.retry(id);
	}

	/** Forgets one that failed, or that waits for the connection. */
	discard(id: string): void {
		if (this.#lane.find(id)?.state === "failed" || !this.#desk.isLive) this.#lane.discard(id);
	}

	/** Messages are in the conversation: they take the places of their drafts. It is the owner's to show both at once. */
	take(messages: readonly ChatMessage[]): void {
		this.#lane.forget(messages.flatMap(({ id, from }) => (id !== undefined && this.#desk.isMe(from) ? [id] : [])));
	}

	async #send({ id, body }: Waiting<Body>): Promise<void> {
		const files = body.files && (await this.#upload(id, body, body.files));
		// It has arrived: the answer was lost, and the message came by itself. Or it was discarded meanwhile.
		if (!this.#lane.find(id)) return;
		const { message, delivered } = await this.#desk.ask("post", {
			conversation: this.#owner.id,
			id,
			text: body.text,
			replyTo: body.replyTo,
			files,
		});
		this.#owner.posted(message, delivered);
	}

	/** Uploads what is not uploaded yet. Each file keeps its id from then on, whatever becomes of the message. */
	async #upload(id: string, body: Body, files: NonNullable<Body["files"]>): Promise<string[]> {
		let all = files;
		const ids: string[] = [];
		for (const [index, file] of all.entries()) {
			let sent = file;
			if ("blob" in sent) {
				sent = await this.#desk.upload(sent.blob, sent.name);
				all = all.with(index, sent);
				const now = { ...body, files: all };
				await this.#lane.update(id, now, bytesOf(now));
			}
			ids.push(sent.id);
		}
		return ids;
	}
}

function draftOf({ id, at, state, code, body, isKept }: Waiting<Body>): Draft {
	return {
		...body,
		id,
		at,
		state: state === "waiting" ? "sending" : "failed",
		...(code !== undefined && { code }),
		...(isKept !== undefined && { kept: isKept }),
	};
}

function bytesOf({ files = [] }: Body): number {
	return files.reduce((sum, file) => sum + ("blob" in file ? file.blob.size : 0), 0);
}

/** Reads what was stored; `undefined` for what this version does not know. */
function bodyOf(value: unknown): Body | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const { text, replyTo, files } = value as Readonly<Record<string, unknown>>;
	if (typeof text !== "string") return undefined;
	const given: readonly unknown[] = Array.isArray(files) ? files : [];
	const all = given.flatMap((one) => fileOf(one) ?? []);
	// A message is not sent without one of its files.
	if (all.length < given.length) return undefined;
	return { text, ...(typeof replyTo === "number" && { replyTo }), ...(all.length > 0 && { files: all }) };
}

function fileOf(value: unknown): SentFile | UnsentFile | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const { name, blob } = value as Readonly<Record<string, unknown>>;
	if (typeof name === "string" && blob instanceof Blob) return { name, blob };
	try {
		return read(fileShape, value as Json);
	} catch {
		return undefined;
	}
}
