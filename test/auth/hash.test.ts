import { expect, test } from "vitest";
import { verifyHash } from "../../src/auth/hash.ts";
import { parseKeys } from "../../src/config/keys.ts";
import { hmacSha256 } from "../../src/crypto/hmac.ts";
import { type ChannelInput, channelOf } from "../../src/protocol/channel.ts";
import { formatHash, hashInput } from "../../src/protocol/hash.ts";

const SECRET = "a-secret-of-the-tests";

async function hashOf(input: ChannelInput, secret = SECRET): Promise<string> {
	const channel = channelOf(input);
	return formatHash("k", channel, await hmacSha256(secret, hashInput(channel)));
}

test("[HASH6] a hash is verified the second time as it was the first", async () => {
	const keyring = parseKeys(`app/k:${SECRET}`);
	const hash = await hashOf({ component: "chat", item: 1 });
	const first = await verifyHash(hash, keyring);
	expect(first).toEqual({ app: "app", channel: channelOf({ component: "chat", item: 1 }) });
	expect(await verifyHash(hash, keyring)).toEqual(first);
});

test("[HASH6] a forged signature is refused, also of a channel whose hash is known", async () => {
	const keyring = parseKeys(`app/k:${SECRET}`);
	const hash = await hashOf({ item: 1 });
	await verifyHash(hash, keyring);
	const other = (await hashOf({ item: 2 })).split(".").at(-1) ?? "";
	const known = hash.slice(0, hash.lastIndexOf("."));
	for (const forged of [`${known}.${other}`, `${hash}A`, hash.slice(0, -2), `${known}.`, known, `${hash}.`])
		await expect(verifyHash(forged, keyring)).rejects.toMatchObject({ fault: { code: "bad_hash" } });
});

test("[HASH6] what one set of keys found right is not right for another", async () => {
	const hash = await hashOf({ item: 1 });
	await verifyHash(hash, parseKeys(`app/k:${SECRET}`));
	await expect(verifyHash(hash, parseKeys("app/k:changed"))).rejects.toMatchObject({ fault: { code: "bad_hash" } });
	expect(await verifyHash(hash, parseKeys(`other/k:${SECRET}`))).toMatchObject({ app: "other" });
});

test("[HASH6] more channels than are remembered are verified all the same", async () => {
	const keyring = parseKeys(`app/k:${SECRET}`);
	const hashes = await Promise.all(Array.from({ length: 1_002 }, (_, item) => hashOf({ item })));
	for (const hash of hashes) await verifyHash(hash, keyring);
	for (const hash of [hashes[0], hashes.at(-1)]) expect(await verifyHash(hash ?? "", keyring)).toBeDefined();
});
