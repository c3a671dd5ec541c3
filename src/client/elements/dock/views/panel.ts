import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { TABS, type Tab } from "../kept.ts";
import type { TextKey } from "../speech.ts";
import { chatsView } from "./chats.ts";
import { button, icon, iconButton, stepThrough } from "./parts.ts";
import { peopleView } from "./people.ts";
import { settingsView } from "./settings.ts";

const TAB_TEXTS: Record<Tab, TextKey> = { chats: "conversations", people: "people", settings: "settings" };
const TAB_VIEWS: Record<Tab, (dock: Dock) => Child> = { chats: chatsView, people: peopleView, settings: settingsView };

/** What opens above the bar. */
export function bodyView(dock: Dock): Child {
	const { speech, tab, inbox } = dock;
	// Nothing is known that the tabs could show.
	if (dock.isUnavailable && !inbox.you) return h("div", { class: "body" }, unavailableView(dock));
	return h(
		"div",
		{ class: "body" },
		h(
			"div",
			{ class: "tabs", role: "tablist", "aria-label": speech.say("chat") },
			TABS.map((name) => tabButton(dock, name)),
		),
		(inbox.state === "lost" || inbox.state === "closed" || dock.isUnavailable) &&
			h(
				"div",
				{ class: "banner", role: "alert" },
				speech.say(dock.isUnavailable ? "unavailable" : "state.lost.text"),
				button(speech.say("reconnect"), dock.restart),
			),
		dock.notice && noticeView(dock, dock),
		h(
			"div",
			{ key: tab, class: `page ${tab}`, role: "tabpanel", id: "page", "aria-labelledby": `tab-${tab}` },
			TAB_VIEWS[tab](dock),
		),
	);
}

/** There can be no chat here for now; why is for whoever runs the site. */
function unavailableView({ speech, restart }: Dock): VNode {
	return h(
		"div",
		{ class: "empty unavailable", role: "alert" },
		icon("chat"),
		h("p", { class: "strong" }, speech.say("unavailable")),
		h("p", null, speech.say("unavailable.text")),
		button(speech.say("retry"), restart),
	);
}

function tabButton(dock: Dock, name: Tab): VNode {
	const isHere = dock.tab === name;
	const label = dock.speech.say(TAB_TEXTS[name]);
	const props = {
		type: "button",
		role: "tab",
		id: `tab-${name}`,
		class: name,
		"aria-selected": String(isHere),
		"aria-controls": isHere && "page",
		tabindex: isHere ? "0" : "-1",
		onclick: () => dock.show(true, name),
		onkeydown: (event: KeyboardEvent) => stepThrough(event, "[role=tab]", true),
		// Tabs follow the keyboard: what they show costs nothing to show.
		onfocus: () => !isHere && dock.show(true, name),
	};
	if (name !== "settings") return h("button", props, label);
	return h("button", { ...props, "aria-label": label, title: label }, icon("settings"));
}

/** What went wrong, with a button that takes it away. */
export function noticeView(dock: Dock, at: { notice?: string | undefined }): VNode {
	const close = (): void => {
		at.notice = undefined;
		dock.update();
	};
	return h("div", { class: "banner", role: "alert" }, at.notice, iconButton("close", dock.speech.say("close"), close));
}
