import { areaRules, originAllowed, type ParlourConfig } from "../config/config.ts";
import { inboxRules } from "../config/inbox-rules.ts";
import type { Keyring } from "../config/keys.ts";
import type { AreaRules } from "../config/rules.ts";
import type { RoomAddress } from "../door/room-name.ts";
import { FaultError } from "../protocol/fault.ts";
import { verifyHash } from "../auth/hash.ts";

/** The channel that a request is about, with the rules that hold there. */
export interface Target {
	readonly address: RoomAddress;
	readonly rules: AreaRules;
}

/** The rules of a channel. @throws FaultError `area_off` */
export function rulesOf(config: ParlourConfig, { app, channel }: RoomAddress): AreaRules {
	const rules = areaRules(config, app, channel);
	if (!rules.enabled) throw new FaultError("area_off");
	return rules;
}

/** @throws FaultError `bad_origin` for a page of an origin that the app does not list */
export function assertOrigin(config: ParlourConfig, app: string, origin: string | undefined): void {
	if (!originAllowed(config, app, origin)) throw new FaultError("bad_origin");
}

/** The rules of users' own channels. @throws FaultError `area_off` */
export function rulesOfInbox(config: ParlourConfig, app: string): AreaRules {
	const rules = inboxRules(config, app);
	if (!rules.enabled) throw new FaultError("area_off");
	return rules;
}

/**
 * Finds and checks the channel of a request, before anything of it reaches a room.
 *
 * @param origin the request's `Origin` header
 * @throws FaultError `bad_hash`, `bad_origin`, or `area_off`
 */
export async function targetOf(
	hash: string,
	{ config, keyring }: { readonly config: ParlourConfig; readonly keyring: Keyring },
	origin: string | undefined,
): Promise<Target> {
	const address = await verifyHash(hash, keyring);
	assertOrigin(config, address.app, origin);
	return { address, rules: rulesOf(config, address) };
}
