import { type Child, h } from "../../base/vdom.ts";
import { askForNotices, canNotify } from "../notices.ts";
import type { Dock } from "../dock.ts";
import { nameOf } from "../names.ts";
import { button, toggle } from "./parts.ts";

export function settingsView(dock: Dock): Child {
	const { settings, speech, inbox } = dock;
	const names = new Map(inbox.conversations.flatMap(({ members }) => members).map((one) => [one.id, nameOf(one)]));
	return [
		toggle(speech.say("settings.sound"), settings.sound, () => dock.set({ sound: !settings.sound })),
		canNotify() &&
			toggle(
				speech.say("settings.notices"),
				settings.notices && Notification.permission === "granted",
				() => void askForNotices(dock),
				Notification.permission === "denied" ? speech.say("settings.notices.denied") : undefined,
			),
		toggle(
			speech.say("settings.away"),
			settings.away,
			() => dock.set({ away: !settings.away }),
			speech.say("settings.away.hint"),
		),
		inbox.blocked.length > 0 && h("h2", null, speech.say("settings.blocked")),
		inbox.blocked.length > 0 &&
			h(
				"ul",
				{ class: "list plain" },
				inbox.blocked.map((id) => {
					const unblock = (): void => void dock.attempt(dock.chat.block(id, false));
					return h(
						"li",
						{ key: id },
						h("bdi", { class: "name" }, names.get(id) ?? id),
						button(speech.say("unblock"), unblock, "link"),
					);
				}),
			),
	];
}
