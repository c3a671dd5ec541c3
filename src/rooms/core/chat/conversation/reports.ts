import type { ChatMessage, Person } from "../../../../protocol/chat/model.ts";
import { FaultError } from "../../../../protocol/fault.ts";
import type { Outbox } from "../../outbox.ts";
import type { OriginPort } from "../../ports.ts";

const REPORTED = "message.reported";

/** What a report says; the message is put in when it goes out. */
export interface ChatReport {
	readonly seq: number;
	readonly user: Person;
	readonly reason: string;
}

/**
 * Sends a report on its way. @param wanted whether the area's rules want the origin told
 * @throws FaultError `not_supported` where nobody would get it: who reports must know
 */
export function report(outbox: Outbox, { seq, user, reason }: ChatReport, wanted: boolean): void {
	if (!wanted) throw new FaultError("not_supported", "This deployment takes no reports.");
	outbox.add(REPORTED, { seq, user: user, reason });
}

/**
 * The origin as the outbox of a conversation uses it: a report lies there without the message, which is put in when it goes
 * out. So a text that was deleted meanwhile leaves the outbox too.
 */
export function originOf(origin: OriginPort, id: string, find: (seq: number) => ChatMessage | undefined): OriginPort {
	return {
		get configured() {
			return origin.configured;
		},
		send(request, timeoutMs) {
			const { seq, ...data } = request.data;
			const message = typeof seq === "number" ? (find(seq) ?? { seq, deleted: true }) : null;
			return origin.send({ ...request, data: { conversation: id, message, ...data } }, timeoutMs);
		},
	};
}
