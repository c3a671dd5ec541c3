import { directId, newGroupId } from "../../door/chat/names.ts";
import { CHAT_LIMITS } from "../../protocol/chat/limits.ts";
import { KINDS } from "../../protocol/chat/model.ts";
import { visible } from "../../protocol/chat/requests.ts";
import { type Decoder, exact, json, list, maybe, Mismatch, oneOf, text } from "../../protocol/decode.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { userId } from "../../protocol/user-id.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import { numberOf } from "../query.ts";

// What origins send and ask of chat, as it is read from bodies, paths and queries.

/** As a ticket's: it goes wherever the person is named. */
const info: Decoder<Json> = (value, at) => {
	if (fitsUtf8(JSON.stringify(value ?? null), LIMITS.userInfoBytes)) return json(value, at);
	throw new Mismatch(`${at} must take ${LIMITS.userInfoBytes} bytes at most.`);
};
const person = exact({ id: userId, name: maybe(text(LIMITS.userNameBytes)), info: maybe(info) });
const people = list(person, CHAT_LIMITS.members);

export const introduceBody = exact({ users: list(person, CHAT_LIMITS.members, 2) });
export const openBody = exact({
	kind: oneOf(...KINDS),
	users: people,
	name: maybe(visible(CHAT_LIMITS.nameChars)),
	id: maybe(text(LIMITS.propertyBytes, 1)),
});
export const membersBody = exact({ add: maybe(people), remove: maybe(list(userId, CHAT_LIMITS.members)) });
export const messageBody = exact({
	text: visible(CHAT_LIMITS.textChars),
	from: maybe(person),
	id: maybe(text(LIMITS.messageIdBytes, 1)),
});
export const renameBody = exact({ name: visible(CHAT_LIMITS.nameChars) });

/** The id of a group as the origin names it, with what ids of groups begin with or without. */
export function groupId(id: string | undefined): string {
	if (id === undefined) return newGroupId();
	return id.startsWith("g.") ? id : `g.${id}`;
}

/** The id of the direct conversation of two users. @throws FaultError `bad_request` */
export async function pairId(users: readonly { readonly id: string }[]): Promise<string> {
	const [one, other, ...rest] = users;
	if (one === undefined || other === undefined || rest.length > 0 || one.id === other.id)
		throw new FaultError("bad_request", "users must be two for a direct conversation.");
	return directId(one.id, other.id);
}

/** Which page is asked for. @throws FaultError `bad_request` */
export function pageOf(query: { [name: string]: string }, max: number): { before?: number; limit: number } {
	const most = { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 };
	const before = query["before"] ? { before: numberOf("before", query["before"], most) } : {};
	return { ...before, limit: numberOf("limit", query["limit"], { min: 1, max, otherwise: max }) };
}

/** The number of a message in a path. @throws FaultError `bad_request` */
export function seqOf(value: string): number {
	return numberOf("seq", value, { min: 1, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
}
