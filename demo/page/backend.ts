import { visitor } from "./memory.ts";

/** What the demo's backend says of a visitor. */
export interface Session {
	readonly hash: string;
	readonly ticket: string;
	readonly user: { readonly id: string; readonly name: string };
}

/** The room's hash; enough to read it as a guest. */
export async function roomHash(): Promise<string> {
	const { hash } = await ask<{ hash: string }>("/demo/room");
	return hash;
}

/** Signs in under a name, as a site would do by its own means. Throws what the backend says against the name. */
export function signIn(name: string): Promise<Session> {
	return post<Session>("/demo/session", { name, visitor: visitor() });
}

export function post<T>(path: string, body: object): Promise<T> {
	const headers = { "Content-Type": "application/json" };
	return ask<T>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
	const response = await fetch(path, init);
	// The page's own backend, on its own origin: what it answers has the shape that this folder gives it.
	const body = (await response.json()) as T & { fault?: { message: string } };
	if (!response.ok) throw new Error(body.fault?.message ?? `The backend answered ${response.status}.`);
	return body;
}
