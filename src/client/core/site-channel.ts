/**
 * Opens the way to the other pages of the site. Returns `undefined` where there is none: the runtime lacks it, or the browser
 * forbids it with all storage, as Firefox does for a page without cookies.
 */
export function siteChannel(name: string): BroadcastChannel | undefined {
	try {
		return globalThis.BroadcastChannel && new BroadcastChannel(name);
	} catch {
		return undefined;
	}
}
