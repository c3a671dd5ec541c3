import { type Channel, canonicalForm, parseCanonical } from "../protocol/channel.ts";
import { utf8 } from "../protocol/utf8.ts";

/** A channel's room: which app, which channel. Never made from a hash, so that rotating a key keeps room and history. */
export interface RoomAddress {
	readonly app: string;
	readonly channel: Channel;
}

/** The name of the object that is a channel's room. App ids hold no slash. */
export function roomName({ app, channel }: RoomAddress): string {
	return `${app}/${canonicalForm(channel)}`;
}

/** The address that a name was made from, or `undefined` for any other name. */
export function parseRoomName(name: string | undefined): RoomAddress | undefined {
	const slash = name?.indexOf("/") ?? -1;
	const channel = name === undefined ? undefined : parseCanonical(utf8(name.slice(slash + 1)));
	return name === undefined || slash < 0 || channel === undefined ? undefined : { app: name.slice(0, slash), channel };
}
