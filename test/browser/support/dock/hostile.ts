import type { ChatMessage, Person, Summary } from "../../../../src/client/chat/types.ts";
import type { World } from "./fake-chat.ts";

/** Strings that run a script where a page takes them for markup, or for an address. */
export const PAYLOADS: readonly string[] = [
	"<script>window.owned = 1</script>",
	"<img src=x onerror=window.owned=1>",
	'"><svg onload=window.owned=1>',
	"'><iframe srcdoc='<script>parent.owned=1</script>'>",
	"<details open ontoggle=window.owned=1>",
	"<math><mtext></form><form><mglyph><style></math><img src onerror=window.owned=1>",
	"</textarea><script>window.owned=1</script>",
	"<a href=javascript:window.owned=1>x</a>",
	"javascript:window.owned=1",
	"JaVaScRiPt://example.com/%0Awindow.owned=1",
	"data:text/html,<script>window.owned=1</script>",
	'https://example.com/"onmouseover="window.owned=1',
	"https://example.com/<img src=x onerror=window.owned=1>",
	"www.example.com/'onfocus='window.owned=1' autofocus='",
	"&lt;img src=x onerror=window.owned=1&gt;",
	"{{constructor.constructor('window.owned=1')()}}${window.owned=1}",
	"</style><script>window.owned=1</script>",
	"\u202E<img src=x onerror=window.owned=1>",
];

/** A world in which everything that others may write is one of them. */
export function hostile(now: number): World {
	const you: Person = { id: "you", name: PAYLOADS[1] ?? "" };
	const people = PAYLOADS.map((payload) => ({
		id: payload,
		name: payload,
		status: "online" as const,
		groups: [payload, payload],
	}));
	const messages = PAYLOADS.map((payload, index): ChatMessage => ({
		seq: index + 1,
		at: now - 3_600_000 + index * 60_000,
		id: payload,
		from: { id: payload, name: payload, info: { html: payload } },
		text: payload,
		...(index > 0 && { replyTo: index }),
		files: [
			{ id: payload, name: payload, type: "application/pdf", bytes: 1_000, url: payload },
			{ id: `${payload}2`, name: payload, type: "image/svg+xml", bytes: 1_000, url: payload, width: 10, height: 10 },
		],
		reactions: [{ emoji: payload, users: [payload, "you"] }],
	}));
	const group = (payload: string, index: number): Summary => {
		const last = messages[index];
		return {
			id: `g.${payload}`,
			kind: "group",
			name: payload,
			members: [you, ...people.slice(0, 3)],
			size: 4,
			at: now - index,
			unread: 0,
			muted: false,
			closed: false,
			...(last && { last }),
		};
	};
	return {
		you,
		people,
		conversations: PAYLOADS.map(group),
		messages: Object.fromEntries(PAYLOADS.map((payload) => [`g.${payload}`, messages])),
	};
}
