import type { Member } from "../../protocol/server-frames.ts";
import type { Reader } from "./reader.ts";

/** A member as a reader's ticket names them; the state of their other tabs stays. @throws TypeError for a guest */
export function memberOf(reader: Reader, before: Member | undefined): Member {
	if (reader.caller.kind !== "member") throw new TypeError("a guest is no member");
	const { id, name, info } = reader.caller.user;
	const state = reader.state ?? before?.state;
	const member = {
		id,
		...(name !== undefined && { name }),
		...(info !== undefined && { info }),
		...(state !== undefined && { state }),
	};
	return sameMember(before, member);
}

/** The member as it was known, where nothing of it has changed: then it is the same object, and no news. */
export function sameMember(before: Member | undefined, member: Member): Member {
	const same =
		before !== undefined &&
		before.name === member.name &&
		before.state === member.state &&
		JSON.stringify(before.info) === JSON.stringify(member.info);
	return same ? before : member;
}
