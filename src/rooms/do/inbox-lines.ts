import { type Answered, unwrap } from "../../door/answered.ts";
import { conversationChannel, directId, inboxName, newGroupId, peopleName } from "../../door/chat/names.ts";
import type { PeopleCalls } from "../../door/chat/people-calls.ts";
import { roomName } from "../../door/room-name.ts";
import { FaultError } from "../../protocol/fault.ts";
import type { Lines, Thrown } from "../core/chat/inbox/ports.ts";
import type { RoomEnv } from "./room-env.ts";

/** The lines from an inbox to conversations, to other inboxes, and to the groups of its user. */
export function inboxLines({ CONVERSATION, INBOX, PEOPLE }: RoomEnv, app: string): Lines {
	return {
		conversation(id) {
			const channel = conversationChannel(id);
			if (channel === undefined) throw new FaultError("not_found", "There is no such conversation.");
			return throwing(stubOf(CONVERSATION, roomName({ app, channel })) as Calls);
		},
		inbox: (user) => throwing(stubOf(INBOX, inboxName(app, user)) as Calls),
		people: (group) => (PEOPLE === undefined ? NOBODY : (stubOf(PEOPLE, peopleName(app, group)) as PeopleCalls)),
		directId,
		newGroupId,
	};
}

/** A group where the deployment keeps no track of who is online. */
const NOBODY: PeopleCalls = {
	enter: async () => undefined,
	leave: async () => undefined,
	list: async () => ({ count: 0, found: 0, people: [] }),
	unwatch: async () => undefined,
};

/** A new stub each time: one whose object was reset stays broken. @throws FaultError `not_supported` */
function stubOf(namespace: DurableObjectNamespace | undefined, name: string): unknown {
	if (namespace === undefined) throw new FaultError("not_supported");
	return namespace.getByName(name);
}

type Calls = { readonly [method: string]: (...given: unknown[]) => Promise<Answered<unknown>> };

/** Calls of another object, with what it answers as a fault thrown. */
function throwing<T>(calls: Calls): Thrown<T> {
	const get =
		(_: unknown, method: string) =>
		async (...given: unknown[]) =>
			unwrap((await calls[method]?.(...given)) ?? MISSING);
	// What stands behind is a stub, which has whatever method is asked of it; the type says which are there.
	return new Proxy({}, { get }) as Thrown<T>;
}

const MISSING = { fault: new FaultError("internal").fault };
