import type { Dock } from "./dock.ts";

/**
 * Puts the dock above the page, into the browser's top layer, where no `transform`, `filter`, `overflow` or `z-index` of
 * the page reaches it. What the page opens there later, a modal dialog or a video over the whole screen, is above it; one
 * that is open already is waited for. A page that sets `--parlour-z-index` says itself what the dock stands above, and
 * browsers without popovers have the dock where its styles put it.
 */
export function raise(layer: HTMLElement, host: HTMLElement): void {
	if (!("showPopover" in layer) || !layer.isConnected || layer.matches(":popover-open")) return;
	if (getComputedStyle(host).getPropertyValue("--parlour-z-index").trim() !== "") return;
	// It would stand over the dialog, and take no click.
	if (document.fullscreenElement || document.querySelector(":modal")) return;
	layer.showPopover();
}

/** Raises the dock again when what kept it down has closed. */
export function keepRaised(dock: Dock): void {
	const again = (): void => {
		const layer = dock.root.querySelector<HTMLElement>(".layer");
		if (layer) raise(layer, dock.host);
	};
	// A dialog's event does not bubble.
	for (const name of ["close", "fullscreenchange"]) {
		document.addEventListener(name, again, true);
		dock.onStop(() => document.removeEventListener(name, again, true));
	}
}
