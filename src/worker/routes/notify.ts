import type { ParlourConfig } from "../../config/config.ts";
import type { Key, Keyring } from "../../config/keys.ts";
import { type RoomAddress, roomName } from "../../door/room-name.ts";
import { type Channel, canonicalForm } from "../../protocol/channel.ts";
import { decode, type Decoder, exact, list, maybe, text } from "../../protocol/decode.ts";
import { FaultError, faultOf } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type Message, originFields } from "../../protocol/message.ts";
import type { Published } from "../../rooms/core/publisher.ts";
import { verifyHash } from "../../auth/hash.ts";
import { Coalescer } from "../coalescer.ts";
import type { Env } from "../env.ts";
import { channelInput } from "../channel-input.ts";
import { faultFor } from "../faults.ts";
import { roomOf } from "../stubs.ts";
import { rulesOf } from "../target.ts";

/** How deep its data is, is looked at with the message. */
const anyMessage: Decoder<Json> = (value = null) => value;

/** The messages of a notify, not yet looked at one by one: a bad one must not spoil the others. */
export const notifyBody = exact({ messages: list(anyMessage, LIMITS.notifyMessages, 1) });

const notified = exact({ channel: maybe(channelInput), hash: maybe(text(LIMITS.hashBytes)), ...originFields });

/** Messages on their way to rooms, of all requests that this isolate serves: under load they go together. */
const departures = new Coalescer<Message, Published>({
	underWay: 2,
	items: LIMITS.notifyMessages,
	calls: 40,
	patienceMs: 1_000,
	answerMs: 30_000,
	after(ms, task) {
		const timer = setTimeout(task, ms);
		return () => clearTimeout(timer);
	},
});

export interface Sender {
	readonly config: ParlourConfig;
	readonly key: Key;
	readonly keyring: Keyring;
	/** Keeps the request going until a promise settles, also when its client is gone. */
	readonly keep: (promise: Promise<unknown>) => void;
}

interface Addressed {
	readonly index: number;
	readonly address: RoomAddress;
	readonly message: Message;
}

/**
 * Publishes messages to any channels of the key's app, but those that have faults already, by their place. Those of one channel go to its room in one call and keep their
 * order; the results come in the order of the messages.
 */
export async function publishAll(
	env: Env,
	sender: Sender,
	{ messages, faults }: { readonly messages: readonly Json[]; readonly faults: ReadonlyMap<number, FaultError> },
): Promise<Published[]> {
	const results: Published[] = [];
	const rooms = new Map<string, Addressed[]>();
	for (const [index, message] of messages.entries()) {
		const unfit = faults.get(index);
		const addressed = unfit === undefined ? await addressOf(message, index, sender) : { fault: unfit.fault };
		if ("fault" in addressed) results[index] = addressed;
		else {
			const name = roomName(addressed.address);
			rooms.set(name, [...(rooms.get(name) ?? []), addressed]);
		}
	}
	await Promise.all([...rooms.values()].map((group) => publishGroup(env, { group, keep: sender.keep }, results)));
	return results;
}

async function addressOf(
	value: Json,
	index: number,
	{ config, key, keyring }: Sender,
): Promise<Addressed | Extract<Published, { fault: unknown }>> {
	try {
		const { channel, hash, ...message } = decode(notified, value, "bad_request", "A message");
		const address = await roomAddress({ channel, hash }, key, keyring);
		rulesOf(config, address);
		return { index, address, message };
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

async function publishGroup(
	env: Env,
	{ group, keep }: { group: readonly Addressed[]; keep: Sender["keep"] },
	results: Published[],
): Promise<void> {
	const [first] = group;
	if (first === undefined) return;
	const messages = group.map(({ message }) => message);
	const published = await notifyRoom(env, first.address, { messages, keep });
	for (const [place, { index }] of group.entries())
		results[index] = published[place] ?? { fault: new FaultError("internal").fault };
}

/** One room that fails must not take away what the others answered. */
async function notifyRoom(
	env: Env,
	address: RoomAddress,
	{ messages, keep }: { messages: readonly Message[]; keep: Sender["keep"] },
): Promise<readonly Published[]> {
	const call = (all: readonly Message[]) => roomOf(env, address).notify(all);
	try {
		// Who waits for receipts would keep those waiting who do not.
		if (messages.some(({ receipts }) => receipts !== undefined)) return await call(messages);
		return await departures.send(roomName(address), messages, { call, keep });
	} catch (thrown) {
		const fault = faultFor(thrown);
		return messages.map(() => ({ fault }));
	}
}
