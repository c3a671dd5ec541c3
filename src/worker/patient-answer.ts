import { utf8 } from "../protocol/utf8.ts";

/** An answer that is there within this time is an ordinary one, in milliseconds; a fault has its status then. */
const AT_ONCE_MS = 1_000;
/** How often an answer that is waited for is begun a little further, in milliseconds. */
const BEAT_MS = 3_000;

/**
 * The body of an answer that may take long. Meanwhile a space goes out every few seconds, which JSON may begin with:
 * nothing else tells the runtime that the client has gone.
 *
 * @param onGone runs where the client goes before it has its answer
 * @returns the answer itself where it is there at once
 */
export async function patientAnswer(
	answer: Promise<string>,
	onGone: () => void,
): Promise<string | ReadableStream<Uint8Array>> {
	const atOnce = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => atOnce.resolve(undefined), AT_ONCE_MS);
	try {
		return (await Promise.race([answer, atOnce.promise])) ?? spacedOut(answer, onGone);
	} finally {
		clearTimeout(timer);
	}
}

function spacedOut(answer: Promise<string>, onGone: () => void): ReadableStream<Uint8Array> {
	const space = utf8(" ");
	let beat: ReturnType<typeof setInterval> | undefined;
	let isGone = false;
	const finish = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
		try {
			const text = await answer;
			if (isGone) return;
			controller.enqueue(utf8(text));
			controller.close();
		} catch {
			// What went wrong has no status any more: the client sees a connection that broke, and comes back.
			if (!isGone) controller.error(new Error("The answer failed."));
		} finally {
			clearInterval(beat ?? null);
		}
	};
	return new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(space);
			beat = setInterval(() => controller.enqueue(space), BEAT_MS);
			void finish(controller);
		},
		cancel() {
			isGone = true;
			clearInterval(beat ?? null);
			onGone();
		},
	});
}
