import { Chat, type ChatApi, keptInBrowser } from "../../chat/index.ts";
import { keepKeysIn } from "../base/keys.ts";
import { nearest } from "../base/direction.ts";
import type { Texts } from "../base/language.ts";
import { followAttention } from "./attention.ts";
import { Dock } from "./dock.ts";
import { keepRaised } from "./layer.ts";
import { tellArrivals } from "./notices.ts";
import { type Speech, speechFor } from "./speech.ts";
import barStyle from "./style/bar.css";
import dockStyle from "./style/dock.css";
import { rootView } from "./views/root.ts";

/** Where there is no page, as on a server that renders one, the element is merely a name. */
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

let sheet: CSSStyleSheet | undefined;

/**
 * Conversations and the people online, at the bottom of a page.
 *
 * Attributes: `url`, where Parlour is deployed; `ticket-url`, a path of the origin that answers `{"ticket"}` to a POST;
 * `lang`, `theme` (`light`, `dark` or `auto`), `sound` (`off`). Fires `parlour-unread` with the count as its detail.
 *
 * @example
 * <parlour-dock url="https://parlour.example.com" ticket-url="/my/ticket"></parlour-dock>
 */
export class ParlourDock extends Base {
	static readonly observedAttributes = ["lang", "theme", "url", "ticket-url"];

	// Only declared: a page may have set them before the element was one, and a field would take that away.

	/** Gets a ticket, in the place of the attribute `ticket-url`. */
	declare ticket: (() => string | Promise<string>) | undefined;
	/** A chat that the page has already; the dock makes none of its own then. */
	declare chat: ChatApi | undefined;
	/** Texts over those of the language, by the names of the file `en.json`. */
	declare texts: Texts | undefined;

	#dock: Dock | undefined;
	#own: ChatApi | undefined;
	#unread = -1;
	/** Counts the beginnings: what an earlier one has loaded is ignored. */
	#round = 0;

	constructor() {
		super();
		sheet ??= new CSSStyleSheet();
		if (sheet.cssRules.length === 0) sheet.replaceSync(dockStyle + barStyle);
		const root = this.attachShadow({ mode: "open" });
		root.adoptedStyleSheets = [sheet];
		keepKeysIn(root);
	}

	connectedCallback(): void {
		void this.#begin();
	}

	disconnectedCallback(): void {
		this.#end();
	}

	attributeChangedCallback(name: string, before: string | null, now: string | null): void {
		if (before === now || !this.isConnected) return;
		if (name === "lang") void this.#speak();
		else if (name !== "theme") void this.#begin();
	}

	/** How many messages are unread. */
	get unread(): number {
		return this.#dock?.inbox.unread ?? 0;
	}

	/** Opens the conversation with a user. */
	async talkTo(user: string): Promise<void> {
		await this.#dock?.talkTo(user);
	}

	/** Opens a conversation. */
	show(conversation: string): void {
		void this.#dock?.showConversation(conversation);
	}

	async #begin(): Promise<void> {
		this.#end();
		const round = this.#round;
		const speech = await this.#speech();
		if (round !== this.#round || !this.shadowRoot) return;
		const chat = this.chat ?? (this.#own = this.#connect());
		const dock = new Dock({
			host: this,
			root: this.shadowRoot,
			chat,
			url: this.#url,
			sound: this.getAttribute("sound") !== "off",
			speech,
			restart: () => void this.#begin(),
			view: rootView,
		});
		this.#dock = dock;
		tellArrivals(dock);
		followAttention(dock);
		keepRaised(dock);
		dock.onStop(chat.inbox.subscribe(() => this.#count(chat)));
		this.#count(chat);
	}

	#end(): void {
		this.#round++;
		this.#dock?.stop();
		this.#dock = undefined;
		this.#own?.close();
		this.#own = undefined;
	}

	#connect(): Chat {
		return new Chat({ url: this.#url, ticket: () => this.#ticket(), keep: keptInBrowser() });
	}

	get #url(): string {
		return new URL(this.getAttribute("url") || "/", document.baseURI).href;
	}

	async #ticket(): Promise<string> {
		if (this.ticket) return this.ticket();
		const answer = await fetch(this.getAttribute("ticket-url") ?? "", { method: "POST", credentials: "same-origin" });
		const { ticket } = (await answer.json()) as { readonly ticket?: unknown };
		if (!answer.ok || typeof ticket !== "string") throw new Error("The ticket's address answered none.");
		return ticket;
	}

	#speech(): Promise<Speech> {
		const lang = nearest(this, "lang") || globalThis.navigator.language;
		return speechFor(lang, this.texts);
	}

	async #speak(): Promise<void> {
		const speech = await this.#speech();
		if (!this.#dock) return;
		this.#dock.speech = speech;
		this.#dock.update();
	}

	#count(chat: ChatApi): void {
		const { unread } = chat.inbox.get();
		if (unread === this.#unread) return;
		this.#unread = unread;
		this.dispatchEvent(new CustomEvent("parlour-unread", { detail: unread }));
	}
}
