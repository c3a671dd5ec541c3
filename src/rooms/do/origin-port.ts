import { signWebhook } from "../../crypto/standard-webhooks.ts";
import type { RoomAddress } from "../../door/room-name.ts";
import { type Json, stringifyWellFormed } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { OriginAnswer, OriginPort, OriginRequest } from "../core/ports.ts";

/** Where an app wants to be told and asked, and what it is signed with. */
export interface OriginSettings {
	readonly url: string | undefined;
	readonly secrets: readonly string[];
}

/** The app's webhook address as a room uses it: each request names app and channel, and is signed. */
export function originPort({ url, secrets }: OriginSettings, { app, channel }: RoomAddress): OriginPort {
	if (url === undefined || secrets.length === 0)
		return { configured: false, send: () => Promise.resolve({ kind: "unreachable" }) };
	return {
		configured: true,
		async send(request, timeoutMs) {
			const now = Date.now();
			const body = bodyOf(request, { app, channel: { ...channel } }, now);
			const id = request.id ?? `msg_${crypto.randomUUID().replaceAll("-", "")}`;
			const headers = { "Content-Type": "application/json", ...(await signWebhook({ id, at: now, body }, secrets)) };
			return post(url, { body, headers }, timeoutMs);
		},
	};
}

function bodyOf({ type, at, data }: OriginRequest, about: { readonly [key: string]: Json }, now: number): string {
	return stringifyWellFormed({ type, timestamp: new Date(at ?? now).toISOString(), data: { ...about, ...data } });
}

async function post(
	url: string,
	{ body, headers }: { body: string; headers: HeadersInit },
	timeoutMs: number,
): Promise<OriginAnswer> {
	const signal = AbortSignal.timeout(timeoutMs);
	try {
		// A redirect is not followed: a webhook goes to the address that was configured and nowhere else.
		const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
		return { kind: "answered", status: response.status, body: await readText(response) };
	} catch {
		return { kind: signal.aborted ? "timeout" : "unreachable" };
	}
}

/** The body of an answer; of one that is longer than a call may be answered with no more is read, and nothing passed on. */
async function readText(response: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	const body: AsyncIterable<Uint8Array> | null = response.body;
	for await (const chunk of body ?? []) {
		bytes += chunk.byteLength;
		// Leaving the loop ends the answer, and what stands for it is no JSON.
		if (bytes > LIMITS.callAnswerBytes) return "(too long)";
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
