import parlourConfig from "../../parlour.config.ts";
import { areaRules, originAllowed } from "../config/config.ts";
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
export function rulesOf({ app, channel }: RoomAddress): AreaRules {
	const rules = areaRules(parlourConfig, app, channel);
	if (!rules.enabled) throw new FaultError("area_off");
	return rules;
}

/** @throws FaultError `bad_origin` for a page of an origin that the app does not list */
export function assertOrigin(app: string, origin: string | undefined): void {
	if (!originAllowed(parlourConfig, app, origin)) throw new FaultError("bad_origin");
}

/** The rules of users' own channels. @throws FaultError `area_off` */
export function rulesOfInbox(app: string): AreaRules {
	const rules = inboxRules(parlourConfig, app);
	if (!rules.enabled) throw new FaultError("area_off");
	return rules;
}

/**
 * Finds and checks the channel of a request, before anything of it reaches a room.
 *
 * @param origin the request's `Origin` header
 * @throws FaultError `bad_hash`, `bad_origin`, or `area_off`
 */
export async function targetOf(hash: string, keyring: Keyring, origin: string | undefined): Promise<Target> {
	const address = await verifyHash(hash, keyring);
	if (!originAllowed(parlourConfig, address.app, origin)) throw new FaultError("bad_origin");
	return { address, rules: rulesOf(address) };
}
