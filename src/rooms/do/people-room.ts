import { DurableObject } from "cloudflare:workers";
import { unwrap } from "../../door/answered.ts";
import type { InboxCalls } from "../../door/chat/inbox-calls.ts";
import { inboxName, parsePeopleName } from "../../door/chat/names.ts";
import type { GroupMember, PeopleCalls, PeoplePage, PeopleQuery } from "../../door/chat/people-calls.ts";
import { FaultError } from "../../protocol/fault.ts";
import { PeopleGroup } from "../core/chat/people/people-group.ts";
import type { InboxLine } from "../core/chat/people/ports.ts";
import { SteadyTimers } from "../core/steady-timers.ts";
import { SqlitePeople } from "../store/sqlite-people.ts";
import { systemTime } from "./host.ts";
import type { RoomEnv } from "./room-env.ts";

/** The Durable Object of the people online in one group: a shell that joins a {@link PeopleGroup} to storage and inboxes. */
export class PeopleRoom extends DurableObject<RoomEnv> implements PeopleCalls {
	readonly #people: PeopleGroup;

	constructor(ctx: DurableObjectState, env: RoomEnv) {
		super(ctx, env);
		const name = parsePeopleName(ctx.id.name);
		if (name === undefined) throw new FaultError("not_found");
		this.#people = new PeopleGroup({
			store: new SqlitePeople(ctx.storage),
			host: new SteadyTimers(systemTime),
			line: inboxLine(env, name),
		});
	}

	async enter(member: GroupMember): Promise<void> {
		this.#people.enter(member);
	}

	async leave(user: string): Promise<void> {
		this.#people.leave(user);
	}

	async list(query: PeopleQuery): Promise<PeoplePage> {
		return this.#people.list(query);
	}

	async unwatch(user: string): Promise<void> {
		this.#people.unwatch(user);
	}
}

/** The inboxes of an app's users. A new stub each time: one whose object was reset stays broken. */
function inboxLine({ INBOX }: RoomEnv, { app, group }: { app: string; group: string }): InboxLine {
	const inbox = (user: string) => INBOX?.getByName(inboxName(app, user)) as unknown as InboxCalls | undefined;
	return {
		tell: async (user, change) => (await inbox(user)?.peopleChanged(group, change)) ?? { watching: false },
		async isThere(user) {
			// A user's own channel is theirs alone, so that whoever is there is the user.
			const presence = await inbox(user)?.presence({ kind: "origin" });
			return presence !== undefined && unwrap(presence).count > 0;
		},
	};
}
