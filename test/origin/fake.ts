import { Origin, type OriginOptions, type Ports } from "../../src/origin/index.ts";

/** Ports whose clock moves by what is slept, and which draw the highest chance there is. */
export function fakePorts({ now = 0, random = 1 }: { now?: number; random?: number } = {}): Ports & {
	slept: number[];
} {
	const slept: number[] = [];
	let time = now;
	let ids = 0;
	return {
		slept,
		now: () => time,
		random: () => random,
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			time += milliseconds;
		},
		newId: () => `id-${++ids}`,
	};
}

export interface Sent {
	readonly method: string;
	readonly url: string;
	readonly redirect: string;
	readonly headers: { readonly [name: string]: string };
	readonly body: unknown;
	/** Those of a notify. */
	readonly messages: ReadonlyArray<{ readonly id: string; readonly name: string }>;
}

export type Reply = Error | { status: number; body: unknown; headers?: Record<string, string> };

/** An origin whose requests are answered by `reply`, one after another. */
export function fakeOrigin(reply: (sent: Sent, index: number) => Reply, options: Partial<OriginOptions> = {}) {
	const sent: Sent[] = [];
	const ports = fakePorts();
	const fetch = async (url: string, init: RequestInit): Promise<Response> => {
		const asked = JSON.parse((init.body as string | undefined) ?? "null") as Partial<Sent> | null;
		const { method = "GET", redirect = "follow" } = init;
		sent.push({
			method,
			url,
			redirect,
			headers: init.headers as Sent["headers"],
			body: asked,
			messages: asked?.messages ?? [],
		});
		const answer = reply(sent.at(-1) as Sent, sent.length - 1);
		if (answer instanceof Error) throw answer;
		const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
		return new Response(body, { status: answer.status, headers: answer.headers ?? {} });
	};
	const secret = "canary-secret-ü";
	const origin = new Origin({ url: "https://p.example/", key: "dev", secret, fetch, ...options }, ports);
	return { origin, sent, ports };
}

/** The answer that stores everything: the number in the message's name becomes its seq. */
export function storeAll({ messages }: Sent): Reply {
	const results = messages.map(({ name }) => ({ seq: Number(name), at: 5, cursor: `e:${name}`, recipients: 2 }));
	return { status: 200, body: { results } };
}

export function fault(status: number, code: string, more: object = {}): Reply {
	return { status, body: { fault: { code, message: "No.", ...more } } };
}
