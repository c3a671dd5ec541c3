export { OriginError, type OriginErrorCode } from "./errors.ts";
export type { NotifyMessage, NotifyResult, Refused, Stored } from "./message.ts";
export { Origin, type OriginOptions } from "./origin.ts";
export type { Fetch } from "./request.ts";
export type { Ports } from "./retry.ts";
export type { TicketOptions } from "./ticket.ts";
export type { ChannelInput } from "../protocol/channel.ts";
export type { FaultBody } from "../protocol/fault.ts";
export type { FaultCode } from "../protocol/close-codes.ts";
