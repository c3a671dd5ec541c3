import type { ChatAnswers, ChatRequestName } from "../../../../protocol/chat/model.ts";
import { CHAT_REQUESTS, type ChatRequests, requestName } from "../../../../protocol/chat/requests.ts";
import { decode, type Decoder } from "../../../../protocol/decode.ts";
import type { Json } from "../../../../protocol/json.ts";
import type { Bearer } from "./talk.ts";
import { plain } from "./voice.ts";

/** What an inbox does with each request: a row a request. */
export type Handlers = {
	readonly [R in ChatRequestName]: (by: Bearer, asked: ChatRequests[R]) => ChatAnswers[R] | Promise<ChatAnswers[R]>;
};

const decoders: { readonly [R in ChatRequestName]: Decoder<ChatRequests[R]> } = CHAT_REQUESTS;

/** Answers what a page asks of chat. @throws FaultError `bad_frame`, or what the request's handler throws */
export async function answerRequest(by: Bearer, data: Json, handlers: Handlers): Promise<Json> {
	const { do: name } = decode(requestName, data, "bad_frame");
	return plain(await run(name, { by, data, handlers }));
}

async function run<R extends ChatRequestName>(
	name: R,
	{ by, data, handlers }: { by: Bearer; data: Json; handlers: Handlers },
): Promise<ChatAnswers[R]> {
	return handlers[name](by, decode(decoders[name], data, "bad_frame"));
}
