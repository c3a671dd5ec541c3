import { h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import type { Sheet, Win } from "../window.ts";
import { button } from "./parts.ts";

/** A question over a window. */
export function sheetView(dock: Dock, win: Win, sheet: Sheet): VNode {
	const { speech } = dock;
	const close = (): void => {
		win.sheet = undefined;
		dock.windows.focus(win);
	};
	return h(
		"div",
		{
			key: sheet,
			class: "question",
			role: "dialog",
			"aria-label": sheet.title,
			ref: (element: HTMLElement) => element.querySelector<HTMLElement>("input, textarea, button")?.focus(),
		},
		h(
			"form",
			{ onsubmit: (event: SubmitEvent) => void submit(event, dock, win, sheet) },
			h("h2", { dir: "auto" }, sheet.title),
			sheet.text && h("p", { dir: "auto" }, sheet.text),
			fieldView(sheet),
			sheet.body?.(),
			h(
				"div",
				{ class: "buttons" },
				button(speech.say(sheet.confirm ? "cancel" : "close"), close),
				sheet.confirm && h("button", { class: `button ${sheet.danger ? "danger" : "primary"}` }, sheet.confirm),
			),
		),
	);
}

function fieldView({ field }: Sheet): VNode | undefined {
	if (!field) return undefined;
	const props = { name: "value", "aria-label": field.label, maxlength: String(field.max), dir: "auto" };
	return field.lines > 1
		? h("textarea", { ...props, rows: String(field.lines), placeholder: field.label })
		: h("input", { ...props, ref: (input: HTMLInputElement) => (input.value = field.value), required: true });
}

async function submit(event: SubmitEvent, dock: Dock, win: Win, { run }: Sheet): Promise<void> {
	event.preventDefault();
	const value = new FormData(event.target as HTMLFormElement).get("value");
	win.sheet = undefined;
	dock.windows.focus(win);
	if (run) await dock.attempt(run(typeof value === "string" ? value.trim() : ""), win);
}
