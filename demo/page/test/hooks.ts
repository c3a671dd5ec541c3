import { ask } from "../backend.ts";
import { byId, create, say } from "../dom.ts";
import { timeOf } from "../time.ts";

interface Told {
	readonly total: number;
	readonly types: { readonly [type: string]: { readonly count: number; readonly at: string } };
}

const EVERY_MS = 1_500;
const list = byId("hooks", HTMLOListElement);
const total = byId("hooks-total", HTMLElement);

/** Shows what the backend was told of the channel, for as long as the page is open. */
export async function showHooks(hash: string): Promise<never> {
	for (;;) {
		if (!document.hidden) await look(hash).catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
	}
}

async function look(hash: string): Promise<void> {
	const told = await ask<Told>(`/demo/test/hooks?hash=${encodeURIComponent(hash)}`);
	say(total, told.total.toLocaleString("en"));
	list.replaceChildren(...Object.entries(told.types).map(([type, { count, at }]) => row(type, count, at)));
}

function row(type: string, count: number, at: string): HTMLLIElement {
	const time = create("time", "at", timeOf(Date.parse(at)));
	time.dateTime = at;
	return create("li", "", create("code", "", type), create("span", "count", count.toLocaleString("en")), time);
}
