import type { Status } from "../../chat/types.ts";
import type { Dock } from "./dock.ts";

/** After how long without a touch somebody is idle, in milliseconds. */
const IDLE_MS = 300_000;
/** How long a page may be in the background before others are told: going from tab to tab is no absence. */
const AWAY_MS = 15_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "scroll"];

/** Tells others whether the user is at the page. */
export function followAttention(dock: Dock): void {
	let told: Status | undefined;
	// By the clock that is not set: a wrong date must not make somebody idle.
	let touched = performance.now();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tell = (): void => {
		clearTimeout(timer);
		const quiet = performance.now() - touched;
		const limit = document.hidden ? AWAY_MS : IDLE_MS;
		const automatic = quiet < limit ? (told ?? "online") : document.hidden ? "away" : "idle";
		const status = dock.settings.away ? "away" : quiet < limit && !document.hidden ? "online" : automatic;
		if (quiet < limit) timer = setTimeout(tell, limit - quiet);
		if (status === told) return;
		told = status;
		dock.chat.status(status);
	};
	const touch = (): void => {
		touched = performance.now();
		if (told !== "online") tell();
	};
	const visible = (): void => {
		// From here on the time in the background counts.
		touched = performance.now();
		tell();
		dock.update();
	};
	const back = (): void => {
		touch();
		// What came meanwhile is before their eyes only now, and the day may be another one.
		dock.update();
	};
	// What is typed in the dock does not come up to here: keys are heard on their way down.
	for (const name of SIGNS_OF_LIFE) dock.listen(document, name, touch, name === "keydown");
	dock.listen(document, "visibilitychange", visible);
	dock.listen(window, "focus", back);
	dock.onSettings(tell);
	dock.onStop(() => clearTimeout(timer));
	tell();
}
