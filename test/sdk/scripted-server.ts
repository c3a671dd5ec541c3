import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Sent {
	readonly id: string;
	readonly data: unknown;
}

/** What the server does with one request: stores it and answers, stores it and breaks off, or does not store it. */
export type Step =
	| "store"
	| "store and hang up"
	| "store and break off"
	| "hang up"
	| { readonly status: number; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } };

/** A deployment that fails as it is told, on a real port. It stores a message once for each id, as rooms do. */
export class ScriptedServer {
	readonly stored = new Map<string, unknown>();
	readonly requests: Sent[][] = [];
	readonly headers: IncomingMessage["headers"][] = [];
	readonly #steps: Step[] = [];
	readonly #server = createServer((request, response) => void this.#take(request, response));

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	/** Forgets everything. After the last of these steps it stores. */
	script(...steps: readonly Step[]): void {
		this.stored.clear();
		this.requests.length = 0;
		this.headers.length = 0;
		this.#steps.splice(0, this.#steps.length, ...steps);
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { messages } = JSON.parse(await text(request)) as { messages: Sent[] };
		this.requests.push(messages);
		this.headers.push(request.headers);
		const step = this.#steps.shift() ?? "store";
		if (typeof step === "object") return this.#answer(response, step);
		if (step === "hang up") return void request.socket.destroy();
		const body = { results: messages.map((message) => this.#store(message)) };
		if (step === "store and hang up") return void request.socket.destroy();
		if (step === "store") return this.#answer(response, { status: 200, body });
		response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 9_999 });
		response.write(JSON.stringify(body).slice(0, 12), () => request.socket.destroy());
	}

	#answer(response: ServerResponse, { status, body = {}, headers = {} }: Extract<Step, object>): void {
		response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
	}

	#store({ id, data }: Sent): object {
		if (!this.stored.has(id)) this.stored.set(id, data);
		const seq = [...this.stored.keys()].indexOf(id) + 1;
		return { seq, at: 1, cursor: `e:${seq}`, recipients: 0 };
	}
}
