import type { TicketSource } from "../../core/ticket.ts";
import { ParlourError } from "../../index.ts";
import { keptInBrowser } from "../../keep/browser.ts";
import { keepKeysIn } from "../base/keys.ts";
import { nearest } from "../base/direction.ts";
import { deploymentOf, ticketAt } from "../base/origin.ts";
import { clientFor } from "../base/trouble.ts";
import { draw } from "../base/vdom.ts";
import { Room, type Shown } from "./room.ts";
import { englishSpeech, type Speech, speechFor } from "./speech.ts";
import logStyle from "./style/log.css";
import partsStyle from "./style/parts.css";
import roomStyle from "./style/room.css";
import { refusedView } from "./views/unavailable.ts";

/** From this width on, in pixels, the people stand beside the messages. */
const WIDE_PX = 720;
const HISTORY = 50;
const MOST_HISTORY = 200;

/** Where there is no page, as on a server that renders one, the element is merely a name. */
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

let sheet: CSSStyleSheet | undefined;

/**
 * A public room: a channel in which people write, who is there, and what was said before. It fills its box.
 *
 * Attributes: `url`, where Parlour is deployed; `hash`, the channel's; `ticket-url`, a path of the origin that answers
 * `{"ticket"}` to a POST, or 401 for a guest; `name`, what the room is called; `history`, how many messages are loaded at
 * once (50; 0 for none); `notices` (`off`), who enters and leaves; `lang`; `theme` (`light`, `dark` or `auto`). What
 * stands in the slot `guest` is shown to guests in the place of the field. Fires `parlour-error` with `code` and `message`
 * where something is set up wrongly.
 *
 * @example
 * <parlour-room url="https://parlour.example.com" hash="…" ticket-url="/my/ticket" name="Lobby"></parlour-room>
 */
export class ParlourRoom extends Base {
	static readonly observedAttributes = ["url", "hash", "ticket-url", "history", "name", "notices", "lang"];

	// Only declared: a page may have set it before the element was one, and a field would take that away.

	/** A ticket, or what gets one, in the place of the attribute `ticket-url`. Set it before the element is in the page. */
	declare ticket: TicketSource;

	#room: Room | undefined;
	#speech: Speech = englishSpeech();
	/** Whether there is no room because the attributes cannot be right. */
	#isRefused = false;
	#sizes: ResizeObserver | undefined;
	#isDue = false;

	constructor() {
		super();
		sheet ??= new CSSStyleSheet();
		if (sheet.cssRules.length === 0) sheet.replaceSync(roomStyle + partsStyle + logStyle);
		const root = this.attachShadow({ mode: "open" });
		root.adoptedStyleSheets = [sheet];
		keepKeysIn(root);
	}

	connectedCallback(): void {
		this.#sizes = new ResizeObserver(() => this.#measure());
		this.#sizes.observe(this);
		this.#beginSoon();
		void this.#speak();
	}

	disconnectedCallback(): void {
		this.#sizes?.disconnect();
		this.#end();
	}

	attributeChangedCallback(name: string, before: string | null, now: string | null): void {
		if (before === now || !this.isConnected) return;
		if (name === "lang") void this.#speak();
		else if (name === "name" || name === "notices") this.#show();
		else this.#beginSoon();
	}

	/** Begins anew, as after signing in: who the user is, is asked for again. What the same user wrote stays. */
	restart(): void {
		this.#beginSoon();
	}

	/** Several attributes are often set at once. */
	#beginSoon(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		queueMicrotask(() => {
			this.#isDue = false;
			if (this.isConnected) this.#begin();
		});
	}

	#begin(): void {
		const before = this.#room;
		this.#end();
		const hash = this.getAttribute("hash") ?? "";
		const root = this.shadowRoot;
		if (!root) return;
		const parlour = clientFor(this, () => ({
			url: this.#deployment(hash),
			ticket: this.#ticketSource(),
			onError: (error) => this.#room?.reported(error),
		}));
		this.#isRefused = parlour instanceof ParlourError;
		if (parlour instanceof ParlourError) return this.#show();
		const room = new Room({
			root,
			parlour,
			hash,
			userChanged: () => this.#begin(),
			history: pageOf(this.getAttribute("history")),
			shown: this.#shown(),
			keep: keptInBrowser(),
		});
		room.keepText(before);
		this.#room = room;
		this.#measure();
	}

	#end(): void {
		this.#room?.stop();
		this.#room = undefined;
	}

	#shown(): Shown {
		const name = this.getAttribute("name") ?? "";
		return { name, notices: this.getAttribute("notices") !== "off", speech: this.#speech };
	}

	#show(): void {
		if (this.#isRefused && this.shadowRoot)
			draw(
				this.shadowRoot,
				refusedView(this.#shown(), () => this.#beginSoon()),
			);
		if (!this.#room) return;
		this.#room.shown = this.#shown();
		this.#room.update();
	}

	#measure(): void {
		const isWide = this.clientWidth >= WIDE_PX;
		if (!this.#room || this.#room.isWide === isWide) return;
		this.#room.isWide = isWide;
		this.#room.update();
	}

	/** @throws ParlourError where the attributes name no room */
	#deployment(hash: string): string {
		const url = deploymentOf(this);
		if (hash === "") throw new ParlourError("bad_hash", `The attribute hash of <${this.localName}> is missing.`);
		return url;
	}

	#ticketSource(): TicketSource {
		const { ticket } = this;
		if (ticket !== undefined) return ticket;
		const url = this.getAttribute("ticket-url");
		return url === null ? undefined : () => ticketAt(url);
	}

	async #speak(): Promise<void> {
		this.#speech = await speechFor(nearest(this, "lang") || globalThis.navigator.language);
		this.#show();
	}
}

function pageOf(history: string | null): number {
	const count = Math.trunc(Number(history ?? HISTORY));
	return Number.isNaN(count) ? HISTORY : Math.min(Math.max(count, 0), MOST_HISTORY);
}
