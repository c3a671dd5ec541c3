import { type Child, h, type VNode } from "../../base/vdom.ts";
import type { Sentence } from "../barred.ts";
import type { Room } from "../room.ts";
import type { Speech, TextKey } from "../speech.ts";
import { button, icon, iconButton } from "./parts.ts";

/** What is not as it should be: the connection, or what the user did last. */
export function bannersView(room: Room): Child {
	const { speech, state, barred, notice } = room;
	const dismiss = (): void => {
		room.notice = undefined;
		room.update();
	};
	return [
		notice !== undefined &&
			h(
				"div",
				{ key: "notice", class: "banner", role: "alert" },
				h("p", null, notice),
				iconButton("close", speech.say("close"), dismiss),
			),
		state === "recovering" &&
			!barred.exit &&
			h(
				"div",
				{ key: "away", class: "banner mild", role: "status" },
				icon("alert"),
				h("p", null, speech.say("recovering")),
			),
		barred.exit && !room.isUnavailable && exitView(room, barred.exit),
	];
}

function exitView(room: Room, exit: Sentence): VNode {
	const { speech, state } = room;
	const isBusy = state !== "lost" || exit.isAsked;
	const label = isBusy ? "state.connecting" : exit.is === "kicked" ? "return" : "reconnect";
	const text =
		exit.is === "banned"
			? sentenceText(speech, exit, ["banned", "banned.until"])
			: speech.say(exit.is === "kicked" ? "kicked" : "lost");
	return h(
		"div",
		{ key: "exit", class: "banner", role: "alert" },
		icon(exit.is === "lost" ? "alert" : "door"),
		h("p", null, text),
		// Not while nothing is known of a way back. While one is tried, the button keeps the keyboard and does nothing.
		exit.until !== Number.POSITIVE_INFINITY &&
			!(exit.isAsked && exit.until === undefined) &&
			button(speech.say(label), () => isBusy || room.rejoin(), "", isBusy),
	);
}

/** What a moderator has done, and for how long it holds from now, where that is known. */
export function sentenceText(speech: Speech, { until }: Sentence, [plain, timed]: readonly [TextKey, TextKey]): string {
	if (until === undefined || !Number.isFinite(until)) return speech.say(plain);
	return speech.say(timed, { when: speech.when(Math.max(1, (until - Date.now()) / 1000)) });
}
