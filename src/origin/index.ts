export { type AnswerOptions, answerCall, type Call, CallError } from "./call.ts";
export type { History, HistoryPage, Measure, Moderated, Presence, Redaction } from "./channel-calls.ts";
export type {
	ChatCalls,
	ChatMessage,
	ChatPage,
	Conversation,
	Conversations,
	Mark,
	Members,
	Messages,
	Opening,
	Person,
	PersonInput,
	Saying,
} from "./chat-calls.ts";
export { OriginError, type OriginErrorCode } from "./errors.ts";
export type { NotifyMessage, NotifyResult, Refused, Stored } from "./message.ts";
export type { OriginOptions } from "./options.ts";
export { Origin } from "./origin.ts";
export type { Fetch } from "./request.ts";
export type { Ports } from "./retry.ts";
export type { Secrets } from "./secrets.ts";
export type { TicketOptions } from "./ticket.ts";
export { verifyWebhook, WEBHOOK_TOLERANCE_SECONDS, WebhookError, type WebhookEvent } from "./webhook.ts";
export type { HeaderSource, WebhookRequest } from "./webhook-request.ts";
export type { Channel, ChannelInput } from "../protocol/channel.ts";
export type { FaultBody } from "../protocol/fault.ts";
export type { FaultCode } from "../protocol/close-codes.ts";
export type { Json } from "../protocol/json.ts";
