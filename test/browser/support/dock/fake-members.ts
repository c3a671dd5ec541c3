import type { MemberList, MembersState, Person } from "../../../../src/client/chat/types.ts";
import { Value } from "./value.ts";

const PAGE = 50;

/** The members of a conversation that has them all at hand, as a list that is shown. */
export function listMembers(
	of: { readonly members: readonly Person[]; readonly lists: Set<() => void> },
	chat: {
		readonly id: string;
		readonly mayRemove: boolean;
		readonly ask: (...what: readonly unknown[]) => Promise<void>;
	},
): MemberList {
	const { id, mayRemove, ask } = chat;
	const state = new Value<MembersState>({ count: 0, members: [], more: false, query: "", mayRemove, loading: true });
	let shown = PAGE;
	const load = (): void => {
		const query = state.get().query.toLowerCase();
		const found = of.members.filter((one) => nameOf(one).toLowerCase().includes(query));
		const sorted = found.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
		const more = sorted.length > shown;
		state.set({ members: sorted.slice(0, shown), count: sorted.length, more, loading: false });
	};
	of.lists.add(load);
	ask("members list", id).catch(() => undefined);
	load();
	return {
		get: state.get,
		subscribe: state.subscribe,
		search: (query) => {
			shown = PAGE;
			state.set({ query });
			load();
		},
		more: async () => {
			await ask("more members", id);
			shown += PAGE;
			load();
		},
		close: () => {
			of.lists.delete(load);
			ask("no members list", id).catch(() => undefined);
		},
	};
}

function nameOf({ name, id }: Person): string {
	return name ?? id;
}
