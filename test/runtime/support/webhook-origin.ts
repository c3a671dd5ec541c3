import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { onTestFinished } from "vitest";
import { TEST_KEYS } from "../../support/keys.ts";
import { condition } from "./condition.ts";

/** What a room sent, once its signature was found right. */
export interface Told {
	readonly id: string;
	readonly type: string;
	readonly timestamp: string;
	readonly data: {
		readonly app: string;
		readonly channel: { readonly component: string; readonly item: string };
		readonly user?: { readonly id: string } | null;
		readonly message?: { readonly seq: number; readonly name: string; readonly redacted?: boolean };
		readonly cursor?: string;
		readonly component?: string | null;
		readonly data?: unknown;
	};
}

/** What an origin answers. */
export interface Answer {
	readonly status?: number;
	readonly body?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** An app's backend on this machine, that takes webhooks and calls; it can be down and come back. */
export class WebhookOrigin {
	readonly told: Told[] = [];
	/** Requests whose signature was wrong. There must be none. */
	readonly forged: string[] = [];
	/** How a request is answered: 200 and `null`, if the test says nothing else. */
	answer: (told: Told) => Answer | Promise<Answer> = () => ({});
	readonly #changed = condition();
	#server: Server;
	#port = 0;

	constructor() {
		this.#server = this.#make();
		onTestFinished(() => this.down());
	}

	/** Where it listens, also while it is down. */
	get url(): string {
		return `http://127.0.0.1:${this.#port}/parlour`;
	}

	/** Listens. The port stays the same from one time to the next. */
	async up(): Promise<this> {
		this.#server = this.#make();
		this.#server.listen(this.#port, "127.0.0.1");
		await once(this.#server, "listening");
		this.#port = (this.#server.address() as AddressInfo).port;
		return this;
	}

	/** Refuses connections from now on, and ends those that are open. */
	async down(): Promise<void> {
		this.#server.closeAllConnections();
		if (!this.#server.listening) return;
		this.#server.close();
		await once(this.#server, "close");
	}

	async until(holds: (told: readonly Told[]) => boolean): Promise<void> {
		await this.#changed.until(() => holds(this.told));
	}

	/** What it was told under one type. */
	of(type: string): Told[] {
		return this.told.filter((one) => one.type === type);
	}

	#make(): Server {
		return createServer((request, response) => {
			void this.#take(request).then(({ status = 200, body = "null", headers = {} }) =>
				response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body),
			);
		});
	}

	async #take(request: IncomingMessage): Promise<Answer> {
		const body = await text(request);
		const headers = request.headers as Record<string, string>;
		try {
			// Each of the app's keys must do: whoever verifies may have the old one or the new one.
			for (const { secret } of [TEST_KEYS.dev, TEST_KEYS.k2]) verifierOf(secret).verify(body, headers);
		} catch (error) {
			this.forged.push(String(error));
			return { status: 401 };
		}
		// Its shape is what the tests look at.
		const told = { id: headers["webhook-id"] ?? "", ...(JSON.parse(body) as Omit<Told, "id">) };
		this.told.push(told);
		this.#changed.notify();
		return this.answer(told);
	}
}

function verifierOf(secret: string): Webhook {
	return new Webhook(`whsec_${Buffer.from(secret).toString("base64")}`);
}
