import type { WebhookType } from "../../config/rules.ts";
import type { Json } from "../../protocol/json.ts";
import type { Member } from "../../protocol/server-frames.ts";
import type { Outbox } from "./outbox.ts";
import type { PresenceListener } from "./presence.ts";

/** Tells the origin of members coming and going, as far as the area's rules want it told. */
export function webhookListener(outbox: Outbox, wants: (type: WebhookType) => boolean): PresenceListener {
	const tell = (type: WebhookType, data: { readonly [key: string]: Json }) => {
		if (wants(type)) outbox.add(type, data);
	};
	return {
		memberJoined: (member) => tell("member.joined", { user: userOf(member) }),
		memberLeft: (member) => tell("member.left", { user: userOf(member) }),
		occupied: () => tell("channel.occupied", {}),
		vacated: () => tell("channel.vacated", {}),
	};
}

function userOf({ id, name, info }: Member): { readonly [key: string]: Json } {
	return { id, ...(name !== undefined && { name }), ...(info !== undefined && { info }) };
}
