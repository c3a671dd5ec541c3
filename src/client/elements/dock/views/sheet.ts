import { isBlank } from "../../../../protocol/chat/blank.ts";
import { h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { succeeds } from "../succeeds.ts";
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
			win.notice && h("p", { class: "banner", role: "alert" }, win.notice),
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
	const props = {
		name: "value",
		"aria-label": field.label,
		maxlength: String(field.max),
		dir: "auto",
		ref: (input: HTMLInputElement) => (input.value = field.value),
	};
	return field.lines > 1
		? h("textarea", { ...props, rows: String(field.lines), placeholder: field.label })
		: h("input", { ...props, required: true });
}

/** Does it, and asks once more where it could not be done: nothing that was written is lost. */
async function submit(event: SubmitEvent, dock: Dock, win: Win, sheet: Sheet): Promise<void> {
	event.preventDefault();
	const { run, field } = sheet;
	const given = new FormData(event.target as HTMLFormElement).get("value");
	const value = typeof given === "string" ? given.trim() : "";
	// The browser asks for a value, and takes characters that nobody sees for one.
	if (field?.lines === 1 && isBlank(value)) return;
	win.sheet = undefined;
	dock.windows.focus(win);
	if ((await succeeds(dock, win, run?.(value))) || win.sheet) return;
	win.sheet = { ...sheet, ...(field && { field: { ...field, value } }) };
	dock.update();
}
