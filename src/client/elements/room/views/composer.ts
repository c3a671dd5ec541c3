import { isBlank } from "../../../../protocol/chat/blank.ts";
import { excessOf } from "../../base/length.ts";
import { type Child, h, type VNode } from "../../base/vdom.ts";
import { TEXT_CHARS } from "../outgoing.ts";
import type { Room } from "../room.ts";
import { sentenceText } from "./banners.ts";
import { icon } from "./parts.ts";

/** The field for the next message; or why there is none. */
export function composerView(room: Room): Child {
	const { channel, barred, speech, state } = room;
	if (state === "lost" || state === "closed" || room.isUnavailable) return undefined;
	if (channel.may === undefined) return h("div", { class: "foot waiting" });
	if (!channel.you) return h("div", { class: "foot" }, h("slot", { name: "guest" }, speech.say("guest")));
	if (!channel.may.publish) return h("div", { class: "foot" }, speech.say("readOnly"));
	if (barred.mute)
		return h(
			"div",
			{ class: "foot", role: "status" },
			icon("hush"),
			sentenceText(speech, barred.mute, ["muted", "muted.until"]),
		);
	return formView(room);
}

function formView(room: Room): VNode {
	const { speech, outgoing } = room;
	const submit = (): void => {
		outgoing.send();
		grow(fieldOf(room), room.text);
	};
	const excess = excessOf(room.text.trim(), TEXT_CHARS);
	return h(
		"form",
		{
			key: "composer",
			class: "composer",
			onsubmit: (event: Event) => {
				event.preventDefault();
				submit();
				fieldOf(room)?.focus();
			},
		},
		h("div", { class: "excess", role: "status" }, excess > 0 && speech.say("tooLong", { count: excess })),
		fieldView(room, submit, excess > 0),
		h(
			"button",
			{
				class: "send",
				"aria-label": speech.say("send"),
				title: speech.say("send"),
				disabled: isBlank(room.text) || excess > 0,
			},
			icon("send"),
		),
	);
}

function fieldView(room: Room, submit: () => void, isTooLong: boolean): VNode {
	const { speech, outgoing } = room;
	return h("textarea", {
		rows: "1",
		dir: "auto",
		"aria-label": speech.say("message"),
		placeholder: speech.say("write"),
		"aria-invalid": isTooLong && "true",
		value: room.text,
		enterkeyhint: "send",
		ref: (field: HTMLTextAreaElement) => grow(field),
		oninput: (event: Event) => {
			const field = event.target as HTMLTextAreaElement;
			room.write(field.value);
			outgoing.typed();
			grow(field);
			room.update();
		},
		onkeydown: (event: KeyboardEvent) => {
			if (event.key !== "Enter" || event.shiftKey) return;
			event.preventDefault();
			submit();
		},
	});
}

function fieldOf(room: Room): HTMLTextAreaElement | null {
	return room.options.root.querySelector("textarea");
}

/** As high as its text, up to what the style allows. */
function grow(field: HTMLTextAreaElement | null, text?: string): void {
	if (!field) return;
	if (text !== undefined) field.value = text;
	field.style.height = "auto";
	field.style.height = `${field.scrollHeight}px`;
}
