// What the page's tag loads. All the rest waits until the page has nothing else to do.

const QUIET_MS = 3_000;

// Until it is defined the element is one of the text, for which a page may leave room: also by rules of its own.
const still = new CSSStyleSheet();
still.replaceSync("parlour-dock{position:fixed!important}");
document.adoptedStyleSheets.push(still);

// Until the element is defined, what a page asks of it waits.
for (const dock of document.querySelectorAll<HTMLElement & Asked>("parlour-dock")) {
	for (const name of ["talkTo", "show"] as const) {
		dock[name] ??= async (whom: string): Promise<void> => {
			await customElements.whenDefined("parlour-dock");
			delete dock[name];
			await dock[name]?.(whom);
		};
	}
}

interface Asked {
	talkTo?: (user: string) => Promise<void>;
	show?: (conversation: string) => Promise<void> | void;
}

function start(): void {
	void import("./index.ts");
}

function wait(): void {
	// Safari has no idle callbacks.
	if ("requestIdleCallback" in globalThis) requestIdleCallback(start, { timeout: QUIET_MS });
	else setTimeout(start, 200);
}

if (document.readyState === "complete") wait();
else addEventListener("load", wait);
