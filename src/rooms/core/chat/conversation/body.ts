import type { AreaRules } from "../../../../config/rules.ts";
import type { Actor } from "../../../../door/chat/conversation-calls.ts";
import type { Person } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import { LIMITS } from "../../../../protocol/limits.ts";
import { Log } from "../../log.ts";
import { Outbox } from "../../outbox.ts";
import type { LogStore, OriginPort, OutboxStore, RoomHost } from "../../ports.ts";
import { Throttle } from "../../throttle.ts";
import type { FileStore } from "../files-port.ts";
import { Blocks } from "./blocks.ts";
import { Courier } from "./courier.ts";
import { Crew } from "./crew.ts";
import { messageOf, readEvent, SAID } from "./events.ts";
import { type Hidden, Messages, NOBODY } from "./messages.ts";
import { NewsDesk } from "./news-desk.ts";
import type { ConversationStore, InboxPort, Matter } from "./ports.ts";
import { Progress } from "./progress.ts";
import { originOf } from "./reports.ts";
import { assertHeard, assertInside, assertOpen, speakerOf } from "./rights.ts";
import { filesIn, TrimmedLog } from "./trimming.ts";
import { Writer } from "./writer.ts";

/** After how long it is looked whether inboxes were told, in milliseconds: longer than telling them may take. */
const NET_MS = 30_000;

export interface ConversationParts {
	readonly id: string;
	readonly log: LogStore;
	readonly store: ConversationStore;
	readonly outbox: OutboxStore;
	readonly rules: AreaRules;
	readonly host: RoomHost;
	readonly origin: OriginPort;
	readonly inboxes: InboxPort;
	/** Missing where the deployment keeps no files. */
	readonly files?: FileStore;
	/** Nobody is left in it, and nothing is owed to anybody: its storage can go. It does nothing after this. */
	readonly onEmpty: () => void;
}

/** The parts of a conversation, put together, and what all that happens in it has in common. */
export class ConversationBody {
	readonly parts: ConversationParts;
	readonly log: Log;
	readonly crew: Crew;
	readonly blocks: Blocks;
	readonly messages: Messages;
	readonly news: NewsDesk;
	readonly progress: Progress;
	readonly writer: Writer;
	readonly courier: Courier;
	readonly outbox: Outbox;
	readonly #throttle: Throttle;
	#stopped = false;
	#isAlarm = false;

	constructor(parts: ConversationParts) {
		this.parts = parts;
		const { store, host, rules } = parts;
		const trimmed = new TrimmedLog(parts.log, (to, files) => this.#trimming(to, files));
		this.log = new Log(trimmed, rules.history, host);
		this.crew = new Crew(store);
		this.blocks = new Blocks(store);
		this.messages = new Messages(this.log, store);
		const { id } = parts;
		const hiddenFrom = (user: string) => this.#hiddenFrom(user);
		this.news = new NewsDesk({ id, log: this.log, crew: this.crew, hiddenFrom, messages: this.messages });
		this.progress = new Progress(store);
		this.writer = new Writer({ log: this.log, store, clock: host });
		this.#throttle = new Throttle(rules.rates, host);
		const onChange = () => this.settle();
		const { inboxes, files } = parts;
		const compose = (user: string, matter: Matter) => this.news.compose(user, matter);
		const onLate = (user: string, seq: number) => this.move(user, { delivered: seq });
		this.courier = new Courier({ store, inboxes, files, host, compose, onLate, onChange });
		const origin = originOf(parts.origin, parts.id, (seq) => this.messages.find(seq));
		this.outbox = new Outbox({ store: parts.outbox, origin, log: this.log, host, onChange });
		host.onSetBack(() => void (this.#isAlarm ? undefined : this.alarm()));
	}

	/** Tells what a crash may have kept from inboxes. To be called once, when the conversation is woken. */
	resume(): void {
		const { head } = this.log;
		for (let at = this.progress.told; at < head;) {
			const rows = this.log.read(at, head, LIMITS.pageBytes);
			for (const { seq, frame } of rows) {
				const event = frame === null ? undefined : readEvent(frame);
				// Its author, too: what was to be told by an answer may never have been.
				if (event?.name === SAID) void this.tell(seq, this.crew.users, { kind: "message", seq });
				else if (event !== undefined) void this.tell(seq, this.crew.users, { kind: "changed", seq: messageOf(event) });
			}
			at = rows.at(-1)?.seq ?? head;
		}
		// What is over is ended by an alarm: the object is only being put together.
		if (this.#isOver) this.parts.host.wakeAt(this.parts.host.now());
		else this.settle();
	}

	/** Does what is due, and asks to be woken for what is due next. Never rejects. */
	async alarm(): Promise<void> {
		this.log.expire();
		// Until it is through, the alarm that runs is the one that comes again after a crash: no other need be set.
		this.#isAlarm = true;
		await Promise.all([this.outbox.run(), this.courier.run()]);
		this.#isAlarm = false;
		this.settle();
	}

	/** Something is due, or no longer. */
	settle(): void {
		if (this.#stopped || this.#isAlarm) return;
		if (this.#isOver) {
			this.#stopped = true;
			this.outbox.stop();
			return this.parts.onEmpty();
		}
		const due = [this.courier.nextDue, this.outbox.nextDue(), this.log.expiresAt()];
		this.parts.host.wakeAt(Math.min(...due.map((at) => at ?? Number.POSITIVE_INFINITY)));
	}

	/** Whether nobody is left, and nothing is under way. */
	get #isOver(): boolean {
		const { crew, courier, progress, parts } = this;
		return crew.begun && crew.size === 0 && courier.idle && progress.idle && parts.outbox.first() === undefined;
	}

	/** Lets somebody in who may be here, and notes what they are called now. Answers whose words they bring. @throws FaultError */
	enter(by: Actor): Person | undefined {
		if (!this.parts.rules.enabled) throw new FaultError("area_off");
		assertInside(this.crew, by);
		const speaker = speakerOf(by);
		if (speaker === undefined) return undefined;
		if (by.kind === "origin") return { ...this.crew.get(speaker.id), ...speaker };
		this.name([speaker], by);
		return speaker;
	}

	/** The same for somebody who changes something: as fast as the area allows. @throws FaultError */
	act(by: Actor): Person | undefined {
		const speaker = this.enter(by);
		if (by.kind === "member") {
			const user = { id: by.person.id, role: "member" } as const;
			this.#throttle.publish({ kind: "member", user, expires: Number.POSITIVE_INFINITY });
		}
		return speaker;
	}

	/** The same for somebody who says something. @throws FaultError */
	speak(by: Actor): Person | undefined {
		const speaker = this.act(by);
		this.#assertMaySpeak(by);
		return speaker;
	}

	/** The same again, for what was counted and had to wait: much may have happened meanwhile. @throws FaultError */
	speakOn(by: Actor): Person | undefined {
		const speaker = this.enter(by);
		this.#assertMaySpeak(by);
		return speaker;
	}

	/** Whose messages somebody does not get. */
	hiddenFrom(by: Actor): Hidden {
		return this.#hiddenFrom(by.kind === "member" ? by.person.id : "");
	}

	/** Everybody but a member who asked. */
	others(by: Actor): string[] {
		const asked = by.kind === "member" ? by.person.id : undefined;
		return this.crew.users.filter((user) => user !== asked);
	}

	/** Who is to be told of what somebody does: all but a member who asked, and those who do not want to hear of them. */
	audience(by: Actor): string[] {
		const speaker = speakerOf(by)?.id;
		const others = this.others(by);
		return speaker === undefined ? others : others.filter((user) => !this.blocks.has({ by: user, user: speaker }));
	}

	/** Tells inboxes of an event of the log, in the turn that stored it. Answers whom it reached soon. Never rejects. */
	async tell(event: number, users: readonly string[], matter: Matter): Promise<string[]> {
		this.progress.begin(event);
		const delivered = await this.courier.tell(users, matter, (late) => {
			this.progress.end(event);
			if (late) this.progress.save();
			if (this.crew.size === 0) this.settle();
		});
		if (this.progress.isOpen(event)) this.watch();
		const reached = delivered.filter((user) => this.crew.has(user));
		if (matter.kind === "message") for (const user of reached) this.progress.move(user, { delivered: matter.seq });
		this.progress.save();
		return reached;
	}

	/** Sees to it that what inboxes are being told is told also where the process ends before they have been: by waking. */
	watch(): void {
		this.parts.host.wakeAt(this.parts.host.now() + NET_MS);
	}

	/** Tells inboxes of what stands in no log: stored first, so that a crash keeps it from nobody. */
	owe(users: readonly string[], matter: Matter): void {
		if (users.length === 0) return;
		this.courier.owe(users, matter);
		void this.courier.run();
		this.settle();
	}

	/** Tells the other members what the conversation is and who is in it. */
	tellAbout(by: Actor): void {
		this.owe(this.others(by), { kind: "conversation", upTo: this.log.head });
	}

	/** Takes over what members are called, and tells the others where that is news. */
	name(people: readonly Person[], by: Actor): void {
		const isNews = this.crew.take(people);
		// A direct conversation that nothing was said in is not in the other's list yet.
		if (isNews && (this.crew.record.kind === "group" || this.log.head > 0)) this.tellAbout(by);
	}

	/** Moves a member's marks, and tells those whose messages they pass. */
	move(user: string, to: { readonly delivered?: number; readonly read?: number }): void {
		const before = this.crew.has(user) ? this.progress.move(user, to) : undefined;
		if (before === undefined) return;
		this.progress.save();
		const mark = this.progress.mark(user);
		const low = mark.read > before.read ? Math.min(before.read, before.delivered) : before.delivered;
		const authors = this.messages.authors(low, mark.delivered).filter((author) => this.#follows(author, user));
		this.courier.hint(authors, { kind: "mark", conversation: this.parts.id, mark });
	}

	/** The files of all messages, edits and deletions aside. */
	files(): string[] {
		const found: string[] = [];
		for (let at = this.log.floor; at < this.log.head;) {
			const rows = this.log.read(at, this.log.head, LIMITS.pageBytes);
			found.push(...filesIn(rows));
			at = rows.at(-1)?.seq ?? this.log.head;
		}
		return found;
	}

	/** In a direct conversation who is blocked can say nothing, so that only what was said before is there: it stays. */
	#hiddenFrom(user: string): Hidden {
		return this.crew.record.kind === "group" ? this.blocks.of(user) : NOBODY;
	}

	#follows(author: string, user: string): boolean {
		const blocked = this.blocks.has({ by: author, user }) || this.blocks.has({ by: user, user: author });
		return author !== user && this.crew.has(author) && !blocked;
	}

	#assertMaySpeak(by: Actor): void {
		assertOpen(this.crew);
		assertHeard(this.crew, this.blocks, by);
	}

	#trimming(to: number, files: readonly string[]): void {
		this.parts.store.forgetChanges(to);
		// Later: the rows are still there while this runs.
		if (files.length > 0) this.owe(files, { kind: "file" });
	}
}
