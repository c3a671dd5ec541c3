import type { AreaRules } from "../../config/rules.ts";
import type { FaultCode } from "../../protocol/faults.ts";
import type { Caller } from "./access.ts";
import type { Fanout } from "./fanout.ts";
import type { Log } from "./log.ts";
import { applyMeasure, assertModerator, type Measure, type Moderated } from "./moderation.ts";
import type { Publisher } from "./publisher.ts";
import type { Reader } from "./reader.ts";
import { redact, type RedactionTarget } from "./redaction.ts";
import type { Order } from "./relay/delivery.ts";
import type { Roster } from "./roster.ts";
import type { Sanctions } from "./sanctions.ts";

export interface ModeratorParts {
	readonly log: Log;
	readonly roster: Roster;
	readonly fanout: Fanout;
	readonly publisher: Publisher;
	readonly sanctions: Sanctions;
	readonly rules: Pick<AreaRules, "guests" | "guestsWhileBanned">;
	/** Readers that other objects hold for this one. */
	readonly relays: { order(order: Order): void };
	readonly dismiss: (reader: Reader, code: FaultCode) => void;
}

/** Removes people and words, for origins and for the bearers of a moderator's ticket. */
export class Moderator {
	readonly #parts: ModeratorParts;

	constructor(parts: ModeratorParts) {
		this.#parts = parts;
	}

	/** Kicks, bans or mutes a user. @throws FaultError */
	moderate(caller: Caller, measure: Measure): Moderated {
		this.#assertMay(caller);
		const { sanctions, roster, relays, dismiss, rules } = this.#parts;
		const { user, banMs, muteMs } = measure;
		const code = applyMeasure(measure, sanctions);
		if (muteMs !== undefined) relays.order({ kind: "mute", user, forMs: muteMs });
		if (banMs !== undefined) relays.order({ kind: "ban", user, forMs: banMs });
		if (code === undefined) return {};
		for (const reader of roster.ofUser(user)) dismiss(reader, code);
		relays.order({ kind: "dismiss", user, code });
		if (code !== "banned") return {};
		if (!rules.guestsWhileBanned) dismissGuests(roster, dismiss);
		return { guests: rules.guests && rules.guestsWhileBanned };
	}

	/** Takes the text of messages out of the log, everywhere. Answers their numbers. @throws FaultError */
	async redact(caller: Caller, target: RedactionTarget): Promise<readonly number[]> {
		this.#assertMay(caller);
		const { log, fanout, publisher, relays } = this.#parts;
		const { seqs, messages } = redact(log, target);
		fanout.blank(seqs);
		if (seqs.length > 0) relays.order({ kind: "blank", seqs });
		if (messages.length > 0)
			await publisher.submit(messages.map((message) => ({ message, data: JSON.stringify(message.data) })));
		return seqs;
	}

	#assertMay(caller: Caller): void {
		assertModerator(caller);
		this.#parts.sanctions.assertNotBanned(caller);
	}
}

/** Ends the connections of all guests, where nobody knows which of them is somebody who was banned. */
export function dismissGuests(roster: Roster, dismiss: (reader: Reader, code: FaultCode) => void): void {
	for (const reader of roster) if (reader.caller.kind === "guest") dismiss(reader, "ticket_required");
}
