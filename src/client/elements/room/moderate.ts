import { ParlourError } from "../../index.ts";
import type { Moderation } from "../../moderation.ts";
import type { Person, Said } from "./entry.ts";
import type { MenuItem } from "./menu.ts";
import type { Room } from "./room.ts";
import { type Sheet, TERMS, type Term } from "./sheet.ts";

/** What a moderator may do to a message, and to who wrote it. */
export function messageItems(room: Room, { seq, from, mine, removed }: Said, at: HTMLElement): MenuItem[] {
	const { say } = room.speech;
	const remove: MenuItem = {
		label: say("remove"),
		danger: true,
		run: () =>
			void act(room, async (moderation) => void (await moderation.redact(room.options.hash, { seqs: [seq ?? 0] }))),
	};
	return [...(removed ? [] : [remove]), ...(from && !mine ? personItems(room, from, at) : [])];
}

/** What a moderator may do to somebody. */
export function personItems(room: Room, { id, name }: Person, at: HTMLElement): MenuItem[] {
	const { say } = room.speech;
	const { hash } = room.options;
	const ask = (sheet: Pick<Sheet, "title" | "text" | "confirm" | "terms" | "lift">, does: Does): void => {
		const run = (term: Term): Promise<void> => perform(room, (moderation) => does(moderation, term));
		room.sheet = { ...sheet, at, run, term: TERMS[0] ?? true, isBusy: false };
		room.update();
	};
	const lift = say("lift.do");
	const mute = {
		title: say("mute.title", { name }),
		text: say("mute.text"),
		confirm: say("mute.do"),
		terms: true,
		lift,
	};
	const ban = { title: say("ban.title", { name }), text: say("ban.text"), confirm: say("ban.do"), terms: true, lift };
	const kick = { title: say("kick.title", { name }), text: say("kick.text"), confirm: say("kick.do"), terms: false };
	const title = say("removeAll.title", { name });
	const clear = { title, text: say("removeAll.text"), confirm: say("removeAll.do"), terms: false };
	return [
		{ label: say("removeAll"), danger: true, run: () => ask(clear, (to) => to.redact(hash, { user: id })) },
		{ label: say("mute"), run: () => ask(mute, (to, term) => to.kick(hash, id, { mute: term })) },
		{ label: say("kick"), run: () => ask(kick, (to) => to.kick(hash, id)) },
		{ label: say("ban"), danger: true, run: () => ask(ban, (to, term) => to.kick(hash, id, { ban: term })) },
	];
}

type Does = (moderation: Moderation, term: Term) => Promise<unknown>;

/** Does it, with what is loaded only now. @throws what it throws */
async function perform(room: Room, does: (moderation: Moderation) => Promise<unknown>): Promise<void> {
	const { Moderation } = await import("../../moderation.ts");
	await does(new Moderation({ url: room.options.parlour.settings.url, ticket: () => room.channel.ticket() }));
	room.announce(room.speech.say("done"));
}

/** Does it at once, and says what went wrong. */
async function act(room: Room, does: (moderation: Moderation) => Promise<unknown>): Promise<void> {
	try {
		await perform(room, does);
	} catch (error) {
		room.notice = whyOf(room, error);
		room.update();
	}
}

/** What went wrong, in words. */
export function whyOf(room: Room, error: unknown): string {
	return room.speech.fault(error instanceof ParlourError ? error.code : undefined);
}
