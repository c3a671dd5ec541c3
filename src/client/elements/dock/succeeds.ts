import type { Dock } from "./dock.ts";
import type { Win } from "./window.ts";

/** Whether something that is being done in a window could be done; the window says where not. */
export async function succeeds(dock: Dock, win: Win, doing: unknown): Promise<boolean> {
	const done = Promise.resolve(doing).then(() => true);
	return (await dock.attempt(done, win)) === true;
}
