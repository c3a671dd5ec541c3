import type { AreaRules } from "../../config/rules.ts";
import type { Message } from "../../protocol/message.ts";
import { attempt } from "./attempt.ts";
import { intentOf } from "./intent.ts";
import type { Published, Publisher } from "./publisher.ts";

/** Publishes an origin's messages in their order; one that may not be published gets its fault and spoils no other. */
export async function publishAll(
	messages: readonly Message[],
	rules: AreaRules,
	publisher: Publisher,
): Promise<Published[]> {
	const checked = messages.map((message) => attempt(() => intentOf({ kind: "origin" }, message, rules)));
	const valid = checked.flatMap((one) => ("fault" in one ? [] : [one]));
	const published = valid.length === 0 ? [] : await publisher.submit(valid);
	return checked.flatMap((one) => ("fault" in one ? [one] : published.splice(0, 1)));
}
