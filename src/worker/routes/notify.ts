import type { Key, Keyring } from "../../config/keys.ts";
import { type RoomAddress, roomName } from "../../door/room-name.ts";
import { type Channel, canonicalForm } from "../../protocol/channel.ts";
import { decode, json, list, maybe, object, text } from "../../protocol/decode.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type Message, originMessage } from "../../protocol/message.ts";
import type { Published } from "../../rooms/core/publisher.ts";
import { verifyHash } from "../../auth/hash.ts";
import type { Env } from "../env.ts";
import { channelInput } from "../channel-input.ts";
import { faultFor } from "../faults.ts";
import { roomOf } from "../stubs.ts";
import { rulesOf } from "../target.ts";

/** The messages of a notify, not yet looked at one by one: a bad one must not spoil the others. */
export const notifyBody = object({ messages: list(json, LIMITS.notifyMessages, 1) });

const target = object({ channel: maybe(channelInput), hash: maybe(text(LIMITS.hashBytes)) });

interface Addressed {
	readonly index: number;
	readonly address: RoomAddress;
	readonly message: Message;
}

/**
 * Publishes messages to any channels of the key's app. Those of one channel go to its room in one call and keep their
 * order; the results come in the order of the messages.
 */
export async function publishAll(
	env: Env,
	sender: { key: Key; keyring: Keyring },
	messages: readonly Json[],
): Promise<Published[]> {
	const results: Published[] = [];
	const rooms = new Map<string, Addressed[]>();
	for (const [index, message] of messages.entries()) {
		const addressed = await addressOf(message, index, sender);
		if ("fault" in addressed) results[index] = addressed;
		else {
			const name = roomName(addressed.address);
			rooms.set(name, [...(rooms.get(name) ?? []), addressed]);
		}
	}
	await Promise.all([...rooms.values()].map((group) => publishGroup(env, group, results)));
	return results;
}

async function addressOf(
	value: Json,
	index: number,
	{ key, keyring }: { key: Key; keyring: Keyring },
): Promise<Addressed | Extract<Published, { fault: unknown }>> {
	try {
		const address = await roomAddress(decode(target, value, "bad_request"), key, keyring);
		rulesOf(address);
		return { index, address, message: decode(originMessage, value, "bad_request") };
	} catch (thrown) {
		return { fault: faultOf(thrown) };
	}
}

async function roomAddress(
	{ channel, hash }: { readonly channel?: Channel; readonly hash?: string },
	key: Key,
	keyring: Keyring,
): Promise<RoomAddress> {
	if (channel !== undefined) {
		if (hash !== undefined) throw new FaultError("bad_request", "A message names a channel or a hash, not both.");
		canonicalForm(channel);
		return { app: key.app, channel };
	}
	if (hash === undefined) throw new FaultError("bad_request", "A message needs a channel or a hash.");
	const address = await verifyHash(hash, keyring);
	if (address.app !== key.app) throw new FaultError("forbidden", "The hash belongs to another app.");
	return address;
}

async function publishGroup(env: Env, group: readonly Addressed[], results: Published[]): Promise<void> {
	const [first] = group;
	if (first === undefined) return;
	const published = await notifyRoom(
		env,
		first.address,
		group.map(({ message }) => message),
	);
	for (const [place, { index }] of group.entries())
		results[index] = published[place] ?? { fault: new FaultError("internal").fault };
}

/** One room that fails must not take away what the others answered. */
async function notifyRoom(env: Env, address: RoomAddress, messages: Message[]): Promise<readonly Published[]> {
	try {
		return await roomOf(env, address).notify(messages);
	} catch (thrown) {
		const fault = faultFor(thrown);
		return messages.map(() => ({ fault }));
	}
}
