import type { AreaRules } from "../../config/rules.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Message } from "../../protocol/message.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { assertName, authorOf, type Caller } from "./access.ts";
import type { Intent } from "./commit.ts";
import { idOwner } from "./id-owner.ts";
import type { Reader } from "./reader.ts";

/**
 * What a caller wants published, measured and with its author written by the room.
 *
 * @throws FaultError `too_large`, or `forbidden` for a name that is the room's own
 */
export function intentOf(caller: Caller, message: Message, rules: AreaRules, own?: Reader): Intent {
	const data = JSON.stringify(message.data);
	if (!fitsUtf8(data, rules.messageBytes))
		throw new FaultError("too_large", `data is over ${rules.messageBytes} bytes.`);
	assertName(message.name);
	const owner = message.id === undefined ? undefined : idOwner(caller, `${message.name}\n${data}`);
	return { message, data, from: authorOf(caller), own, ...(owner !== undefined && { owner }) };
}
