import { expect, test } from "vitest";
import vectors from "../../vectors/channel-hash.json" with { type: "json" };
import { ask, type Sdk } from "../driver.ts";

export function hashContract(sdk: Sdk): void {
	const secrets = Object.fromEntries(vectors.accept.map(({ key, secret }) => [key, secret]));

	test("[HASH1] [HASH2] [HASH8] it signs and accepts the vectors", async () => {
		const hashes = vectors.accept.map(({ hash }) => hash);
		expect(await ask(sdk, { do: "hashes", channels: vectors.accept })).toEqual(hashes);
		if (!readsHashes(sdk)) return;
		const channels = vectors.accept.map(({ channel }) => channel);
		expect(await ask(sdk, { do: "verified", hashes, secrets })).toEqual(channels);
	});

	test.skipIf(!readsHashes(sdk))("[HASH5] [HASH6] [HASH8] it refuses the vectors", async () => {
		const hashes = vectors.reject.map(({ hash }) => hash);
		expect(await ask(sdk, { do: "verified", hashes, secrets })).toEqual(hashes.map(() => null));
	});
}

/** The TypeScript SDK signs hashes alone: the deployment's own code, which has tests of its own, reads them. */
function readsHashes({ name }: Sdk): boolean {
	return name !== "node";
}
