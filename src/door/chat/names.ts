import { encodeBase64url } from "../../protocol/base64url.ts";
import type { Channel } from "../../protocol/channel.ts";
import type { ConversationKind } from "../../protocol/chat/model.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { fitsUtf8, utf8 } from "../../protocol/utf8.ts";

/** The component of a conversation's channel. */
export const CHAT_COMPONENT = "chat";

/** The kinds by the letter that their ids begin with. */
const KINDS_BY_LETTER: { readonly [letter: string]: ConversationKind } = { d: "direct", g: "group" };

/** The name of the object that is a user's inbox. App ids hold no slash. */
export function inboxName(app: string, user: string): string {
	return `${app}/${user}`;
}

/** The user whose inbox a name is of, or `undefined` for any other name. */
export function parseInboxName(name: string | undefined): { app: string; user: string } | undefined {
	const slash = name?.indexOf("/") ?? -1;
	if (name === undefined || slash < 0 || slash === name.length - 1) return undefined;
	return { app: name.slice(0, slash), user: name.slice(slash + 1) };
}

/** The name of the object that knows who is online in a group. */
export function peopleName(app: string, group: string): string {
	return `${app}/${group}`;
}

/** The group whose people a name is of, or `undefined` for any other name. */
export function parsePeopleName(name: string | undefined): { app: string; group: string } | undefined {
	const slash = name?.indexOf("/") ?? -1;
	return name === undefined || slash < 0 ? undefined : { app: name.slice(0, slash), group: name.slice(slash + 1) };
}

/** The channel of a conversation, or `undefined` where the text is no conversation's id. */
export function conversationChannel(id: string): Channel | undefined {
	const area = id[1] === "." ? KINDS_BY_LETTER[id[0] ?? ""] : undefined;
	const item = id.slice(2);
	if (area === undefined || item === "" || !fitsUtf8(item, LIMITS.propertyBytes)) return undefined;
	return { context: "", component: CHAT_COMPONENT, area, item, details: "" };
}

/** The id of the conversation that a channel is of, or `undefined` for any other channel. */
export function conversationId({ context, component, area, item, details }: Channel): string | undefined {
	if (context !== "" || component !== CHAT_COMPONENT || details !== "" || item === "") return undefined;
	return area === "direct" || area === "group" ? `${area[0]}.${item}` : undefined;
}

/** The id of the one direct conversation of two users, in whichever order they are given. */
export async function directId(one: string, other: string): Promise<string> {
	const users = [utf8(one), utf8(other)].toSorted(byBytes);
	const strings = users.flatMap((user) => [utf8(`${user.length}:`), user, utf8(",")]);
	const whole = new Uint8Array(strings.flatMap((part) => [...part]));
	return `d.${encodeBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", whole)))}`;
}

/** The id of a new group. */
export function newGroupId(): string {
	return `g.${encodeBase64url(crypto.getRandomValues(new Uint8Array(16)))}`;
}

function byBytes(one: Uint8Array, other: Uint8Array): number {
	const at = one.findIndex((byte, index) => byte !== other[index]);
	return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
}
