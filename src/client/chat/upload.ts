import { FILE_BYTES } from "../../protocol/chat/limits.ts";
import { file as fileShape } from "../../protocol/chat/model.ts";
import type { Json } from "../../protocol/json.ts";
import { FILES } from "../../protocol/paths.ts";
import { framesOf } from "../../protocol/server-frames.ts";
import { type Channel, type Parlour, ParlourError } from "../index.ts";
import { readAnswer } from "./answer.ts";
import type { SentFile } from "./types.ts";

/**
 * Uploads a file as the user of a channel. However long it takes: how fast a page may send is not for a timer to say.
 *
 * @throws ParlourError with the fault's code, `too_large` before anything is sent; `disconnected` where no room answered; `user_changed` where the page has
 * another user before the answer is there
 */
export async function upload({ settings }: Parlour, channel: Channel, body: Blob, name: string): Promise<SentFile> {
	const { environment, url } = settings;
	// It would be refused once all of it was sent.
	if (body.size > FILE_BYTES) throw new ParlourError("too_large");
	let answer: Json;
	try {
		const ticket = await channel.ticket();
		const response = await environment.fetch(`${url}${FILES}?name=${encodeURIComponent(name)}`, {
			method: "POST",
			headers: ticket === undefined ? {} : { authorization: `Bearer ${ticket}` },
			body,
		});
		answer = (await response.json()) as Json;
	} catch (error) {
		throw error instanceof ParlourError ? error : new ParlourError("disconnected");
	}
	if (channel.code === "user_changed") throw new ParlourError("user_changed");
	const fault = faultIn(answer);
	if (fault) throw fault;
	return (readAnswer({ file: fileShape } as const, answer) as { readonly file: SentFile }).file;
}

/** Over HTTP a fault is its frame without the type. */
function faultIn(answer: Json): ParlourError | undefined {
	try {
		const { fault } = answer as { readonly fault: object };
		const [frame] = fault ? framesOf({ ...fault, type: "fault" }) : [];
		return frame?.type === "fault" ? new ParlourError(frame.code, frame.message, frame) : undefined;
	} catch {
		return new ParlourError("disconnected");
	}
}
