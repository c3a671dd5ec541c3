import { isBlank } from "../../../../protocol/chat/blank.ts";
import { excessOf } from "../../base/length.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Dock } from "../dock.ts";
import { succeeds } from "../succeeds.ts";
import type { Sheet, SheetField, Win } from "../window.ts";
import { button } from "./parts.ts";

/** A question over a window. */
export function sheetView(dock: Dock, win: Win, sheet: Sheet): VNode {
	const { speech } = dock;
	const { field } = sheet;
	const close = (): void => {
		if (field) win.unfinished.delete(field.key);
		win.sheet = undefined;
		dock.windows.focus(win);
	};
	return h(
		"div",
		{
			key: sheet,
			class: `question ${sheet.body ? "tall" : ""}`,
			role: "dialog",
			"aria-label": sheet.title,
			ref: (element: HTMLElement) => element.querySelector<HTMLElement>("input, textarea, button")?.focus(),
		},
		h(
			"form",
			{ onsubmit: (event: SubmitEvent) => void submit(event, dock, win, sheet) },
			h("h2", null, sheet.title),
			sheet.text && h("p", null, sheet.text),
			win.notice && h("p", { class: "banner", role: "alert" }, win.notice),
			field && fieldView(dock, win, field),
			sheet.body?.(),
			h(
				"div",
				{ class: "buttons" },
				button(speech.say(sheet.confirm ? "cancel" : "close"), close),
				sheet.confirm &&
					h(
						"button",
						{ class: `button ${sheet.danger ? "danger" : "primary"}`, disabled: field && excessIn(win, field) > 0 },
						sheet.confirm,
					),
			),
		),
	);
}

function fieldView(dock: Dock, win: Win, field: SheetField): Child {
	const excess = excessIn(win, field);
	const props = {
		name: "value",
		"aria-label": field.label,
		"aria-invalid": excess > 0 && "true",
		dir: "auto",
		value: textIn(win, field),
		oninput: (event: Event) => {
			win.unfinished.set(field.key, (event.target as HTMLInputElement).value);
			dock.update();
		},
	};
	return [
		field.lines > 1
			? h("textarea", { ...props, rows: String(field.lines), placeholder: field.label })
			: h("input", { ...props, required: true }),
		h("div", { class: "excess", role: "status" }, excess > 0 && dock.speech.say("tooLong", { count: excess })),
	];
}

function textIn(win: Win, { key, value }: SheetField): string {
	return win.unfinished.get(key) ?? value;
}

function excessIn(win: Win, field: SheetField): number {
	return excessOf(textIn(win, field).trim(), field.max);
}

/** Does it, and asks once more where it could not be done: nothing that was written is lost. */
async function submit(event: SubmitEvent, dock: Dock, win: Win, sheet: Sheet): Promise<void> {
	event.preventDefault();
	const { run, field } = sheet;
	if (!run) return;
	if (field && excessIn(win, field) > 0) return;
	const value = field ? textIn(win, field).trim() : "";
	// The browser asks for a value, and takes characters that nobody sees for one.
	if (field?.lines === 1 && isBlank(value)) return;
	win.sheet = undefined;
	dock.windows.focus(win);
	const isDone = await succeeds(dock, win, run(value));
	if (isDone && field) win.unfinished.delete(field.key);
	if (isDone || win.sheet) return;
	win.sheet = { ...sheet };
	dock.update();
}
