import { type Child, h, type VNode } from "../../base/vdom.ts";
import { whyOf } from "../moderate.ts";
import type { Room } from "../room.ts";
import { type Sheet, TERMS, type Term } from "../sheet.ts";
import { button } from "./parts.ts";

/** A question, over the whole page: the browser keeps the keyboard within it. */
export function sheetView(room: Room, sheet: Sheet): VNode {
	const { speech } = room;
	const confirm = sheet.terms && sheet.term === false && sheet.lift !== undefined ? sheet.lift : sheet.confirm;
	return h(
		"dialog",
		{
			key: sheet,
			class: "question",
			"aria-label": sheet.title,
			ref: (element: HTMLDialogElement) => element.showModal(),
			oncancel: (event: Event) => {
				event.preventDefault();
				close(room, sheet);
			},
		},
		h(
			"form",
			{
				onsubmit: (event: Event) => {
					event.preventDefault();
					void submit(room, sheet);
				},
			},
			h("h3", null, sheet.title),
			h("p", null, sheet.text),
			sheet.terms && termsView(room, sheet),
			sheet.failed !== undefined && h("p", { class: "failed", role: "alert" }, sheet.failed),
			h(
				"div",
				{ class: "buttons" },
				button(speech.say("cancel"), () => close(room, sheet)),
				h(
					"button",
					{ class: `button ${sheet.term === false && sheet.terms ? "primary" : "danger"}`, disabled: sheet.isBusy },
					confirm,
				),
			),
		),
	);
}

function termsView(room: Room, sheet: Sheet): VNode {
	const { speech } = room;
	const textOf = (term: Term): string =>
		term === true ? speech.say("forGood") : term === false ? speech.say("lift") : speech.duration(term);
	return h(
		"fieldset",
		null,
		h("legend", null, speech.say("howLong")),
		TERMS.map((term): Child => {
			const onchange = (): void => {
				sheet.term = term;
				room.update();
			};
			return h(
				"label",
				{ class: `term ${term === sheet.term ? "picked" : ""}` },
				h("input", { type: "radio", name: "term", checked: term === sheet.term, onchange }),
				h("span", null, textOf(term)),
			);
		}),
	);
}

async function submit(room: Room, sheet: Sheet): Promise<void> {
	sheet.isBusy = true;
	sheet.failed = undefined;
	room.update();
	try {
		await sheet.run(sheet.term);
		close(room, sheet);
	} catch (error) {
		sheet.failed = whyOf(room, error);
	}
	sheet.isBusy = false;
	room.update();
}

/** Closes it, and gives the keyboard back to what had it before. */
function close(room: Room, sheet: Sheet): void {
	if (room.sheet !== sheet) return;
	room.sheet = undefined;
	room.later(() => sheet.at.focus({ preventScroll: true }));
}
