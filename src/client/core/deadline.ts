import type { Environment } from "./environment.ts";

/** Something was not answered in time. */
export class Late extends Error {}

/**
 * Calls a function that is not the client's own, and waits for its answer no longer than a time limit.
 *
 * @param ms the limit, in milliseconds
 * @throws Late; whatever the function throws
 */
export async function within<T>(
	{ setTimeout, clearTimeout }: Pick<Environment, "setTimeout" | "clearTimeout">,
	ms: number,
	run: () => T | PromiseLike<T>,
): Promise<T> {
	let timer: unknown;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Late()), ms);
	});
	try {
		return await Promise.race([run(), late]);
	} finally {
		clearTimeout(timer);
	}
}
