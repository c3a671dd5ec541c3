import { Chat, type ChatApi, keptInBrowser } from "../../chat/index.ts";
import { type GivenTicket, ParlourError } from "../../index.ts";
import { keepKeysIn } from "../base/keys.ts";
import { nearest } from "../base/direction.ts";
import type { Texts } from "../base/language.ts";
import { deploymentOf, ticketAt } from "../base/origin.ts";
import { clientFor } from "../base/trouble.ts";
import { followAttention } from "./attention.ts";
import { Dock } from "./dock.ts";
import { keepRaised } from "./layer.ts";
import { tellArrivals } from "./notices.ts";
import { noChat } from "./no-chat.ts";
import { type Speech, speechFor } from "./speech.ts";
import barStyle from "./style/bar.css";
import dockStyle from "./style/dock.css";
import { rootView } from "./views/root.ts";
import { beginTalk } from "./talk.ts";

/** Where there is no page, as on a server that renders one, the element is merely a name. */
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

let sheet: CSSStyleSheet | undefined;

/**
 * Conversations and the people online, at the bottom of a page.
 *
 * Attributes: `url`, where Parlour is deployed; `ticket-url`, a path of the origin that answers `{"ticket"}` to a POST;
 * `lang`, `theme` (`light`, `dark` or `auto`), `sound` (`off`). Fires `parlour-unread` with the count as its detail, and
 * `parlour-error` with `code` and `message` where something is set up wrongly. While nobody is signed in it shows nothing.
 *
 * @example
 * <parlour-dock url="https://parlour.example.com" ticket-url="/my/ticket"></parlour-dock>
 */
export class ParlourDock extends Base {
	static readonly observedAttributes = ["lang", "theme", "url", "ticket-url"];

	// Only declared: a page may have set them before the element was one, and a field would take that away.

	/** Gets a ticket, in the place of the attribute `ticket-url`; none where nobody is signed in. */
	declare ticket: (() => GivenTicket | Promise<GivenTicket>) | undefined;
	/** A chat that the page has already; the dock makes none of its own then. */
	declare chat: ChatApi | undefined;
	/** Texts over those of the language, by the names of the file `en.json`. */
	declare texts: Texts | undefined;

	#dock: Dock | undefined;
	#own: ChatApi | undefined;
	/** Why there is no dock to talk in, where that is known. */
	#refused: ParlourError | undefined;
	/** Those who wait until there is one, or until there cannot be any. */
	#waiting: (() => void)[] = [];
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
		this.#refuse(new ParlourError("closed"));
		this.#wake();
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

	/**
	 * Opens the conversation with a user, as soon as the dock is connected. What keeps it from that is shown, too.
	 *
	 * @throws ParlourError such as `ticket_required` (nobody is signed in), `forbidden`, or what is set up wrongly
	 */
	async talkTo(user: string): Promise<void> {
		const dock = await this.#ready();
		await beginTalk(dock, user);
	}

	/** Opens a conversation, as soon as the dock is connected. */
	show(conversation: string): void {
		this.#ready().then(
			(dock) => void dock.showConversation(conversation),
			// The dock says why, or nobody is signed in, and there is nothing to show.
			() => undefined,
		);
	}

	/** Begins anew, as after signing in or out: who the user is, is asked for again. */
	restart(): void {
		if (this.isConnected) void this.#begin();
	}

	/** Returns the dock once it is connected. @throws ParlourError */
	async #ready(): Promise<Dock> {
		for (;;) {
			const dock = this.#dock;
			const { state, code } = dock?.inbox ?? {};
			if (dock && state === "live") return dock;
			if (dock && (code !== undefined || state === "lost" || state === "closed")) {
				dock.show(true);
				throw new ParlourError(code ?? "closed");
			}
			if (this.#refused) throw this.#refused;
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	async #begin(): Promise<void> {
		this.#end();
		this.#refused = undefined;
		const round = this.#round;
		const speech = await this.#speech();
		if (round !== this.#round || !this.shadowRoot) return;
		const chat = this.chat ?? (this.#own = this.#connect());
		const dock = new Dock({
			host: this,
			root: this.shadowRoot,
			chat,
			url: this.#files,
			sound: this.getAttribute("sound") !== "off",
			speech,
			restart: () => void this.#begin(),
			view: rootView,
		});
		this.#dock = dock;
		tellArrivals(dock);
		followAttention(dock);
		keepRaised(dock);
		dock.onStop(chat.inbox.subscribe(() => this.#changed(chat)));
		this.#changed(chat);
	}

	#changed(chat: ChatApi): void {
		this.#count(chat);
		const { code } = chat.inbox.get();
		// The next user has a chat of their own; one that the page gave is the page's to exchange.
		if (code === "user_changed" && chat === this.#own) void this.#begin();
		else if (code === "ticket_required" || code === "user_changed") this.#refuse(new ParlourError(code));
		this.#wake();
	}

	/** Nobody is signed in: nothing is shown, and nothing is asked until the page says so. */
	#refuse(why: ParlourError): void {
		this.#end();
		this.#refused = why;
	}

	#end(): void {
		this.#round++;
		this.#dock?.stop();
		this.#dock = undefined;
		this.#own?.close();
		this.#own = undefined;
	}

	#connect(): ChatApi {
		const parlour = clientFor(this, () => ({ url: deploymentOf(this), ticket: () => this.#ticket() }));
		return parlour instanceof ParlourError ? noChat(parlour) : new Chat({ parlour, keep: keptInBrowser() });
	}

	/** Where files have their paths; with a chat of the page's own the address may be missing. */
	get #files(): string {
		return new URL(this.getAttribute("url") || "/", document.baseURI).href;
	}

	async #ticket(): Promise<GivenTicket> {
		if (this.ticket) return this.ticket();
		const url = this.getAttribute("ticket-url");
		if (url === null || url === "")
			throw new ParlourError("ticket_failed", "The dock has neither the attribute ticket-url nor the property ticket.");
		return ticketAt(url);
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
