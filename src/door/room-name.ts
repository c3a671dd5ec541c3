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

/** The name of a relay of a channel. Ids of relays hold no slash. */
export function relayName(address: RoomAddress, id: string): string {
	return `${id}/${roomName(address)}`;
}

/** The relay that a name was made from, or `undefined` for any other name. */
export function parseRelayName(name: string | undefined): { id: string; address: RoomAddress } | undefined {
	const slash = name?.indexOf("/") ?? -1;
	const address = parseRoomName(name?.slice(slash + 1));
	return name === undefined || slash < 0 || address === undefined ? undefined : { id: name.slice(0, slash), address };
}

/** The address that a name was made from, or `undefined` for any other name. */
export function parseRoomName(name: string | undefined): RoomAddress | undefined {
	const slash = name?.indexOf("/") ?? -1;
	const channel = name === undefined ? undefined : parseCanonical(utf8(name.slice(slash + 1)));
	return name === undefined || slash < 0 || channel === undefined ? undefined : { app: name.slice(0, slash), channel };
}
