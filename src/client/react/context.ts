import {
	createContext,
	createElement,
	type ReactElement,
	type ReactNode,
	useContext,
	useLayoutEffect,
	useState,
} from "react";
import { Chat, type InboxState, type OpenConversation, type Store } from "../chat/index.ts";
import { type Channel, Parlour, type ParlourOptions } from "../index.ts";
import { Shared } from "./shared.ts";

/** What the hooks below one provider share: a connection for each channel, one for the chat. */
export class Connections {
	readonly parlour: Parlour;
	readonly chat: Shared<Chat>;
	/** The chat by its list. */
	readonly inbox: Shared<Store<InboxState>>;
	readonly #channels = new Map<string, Shared<Channel>>();
	readonly #conversations = new Map<string, Shared<OpenConversation>>();

	/** Opens nothing: that is for those who hold something. */
	constructor(parlour: Parlour) {
		this.parlour = parlour;
		this.chat = new Shared(() => new Chat({ parlour }), close);
		this.inbox = new Shared(
			() => this.chat.hold().inbox,
			() => this.chat.letGo(),
		);
	}

	channel(hash: string): Shared<Channel> {
		return remembered(this.#channels, hash, () => new Shared(() => this.parlour.subscribe(hash), close));
	}

	conversation(id: string): Shared<OpenConversation> {
		return remembered(this.#conversations, id, () => {
			const end = (open: OpenConversation): void => {
				open.close();
				this.chat.letGo();
			};
			return new Shared(() => this.chat.hold().conversation(id), end);
		});
	}
}

function close(open: { close(): void }): void {
	open.close();
}

function remembered<T>(all: Map<string, T>, name: string, make: () => T): T {
	const known = all.get(name) ?? make();
	all.set(name, known);
	return known;
}

const Context = createContext<Connections | undefined>(undefined);

/** What a provider is given: a client of the page's own, or what one is made of. */
export type ParlourProviderProps = { readonly children?: ReactNode } & (
	{ readonly parlour: Parlour } | (ParlourOptions & { readonly parlour?: undefined })
);

/**
 * Gives the hooks below it their client. Options are those of the first render: another deployment is another provider,
 * by its `key`. Nothing is connected before a hook asks for it, and nothing at all on a server. Where the page has another
 * user, the hooks begin anew: nothing of the earlier one is shown any more.
 *
 * @example
 * <ParlourProvider url="https://parlour.example.com" ticket={fetchTicket}>…</ParlourProvider>
 */
export function ParlourProvider({ children, ...given }: ParlourProviderProps): ReactElement {
	const [connections, setConnections] = useState(() => new Connections(given.parlour ?? new Parlour(given)));
	const { parlour } = connections;
	// Before anything is painted, so that no user sees what was another's.
	useLayoutEffect(() => parlour.on("user", () => setConnections(new Connections(parlour))), [parlour]);
	return createElement(Context.Provider, { value: connections }, children);
}

/** @throws Error outside of a provider */
export function useConnections(): Connections {
	const connections = useContext(Context);
	if (connections === undefined) throw new Error("There is no ParlourProvider around this component.");
	return connections;
}

/** The client of the provider around this component. */
export function useParlour(): Parlour {
	return useConnections().parlour;
}
