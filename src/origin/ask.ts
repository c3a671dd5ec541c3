import type { Decoder } from "../protocol/decode.ts";
import { isTransient, readAnswer } from "./answer.ts";
import { OriginError } from "./errors.ts";
import type { Ask, Send } from "./request.ts";
import type { Outcome, Retrier } from "./retry.ts";

/** Asks until it is answered or refused: for what may safely be asked twice. */
export type Again = <T>(ask: Ask, decoder: Decoder<T>) => Promise<T>;

export function asker(send: Send, retrier: Retrier): Again {
	return async (ask, decoder) => retrier.run(async (patienceMs) => attempt(send, { ...ask, patienceMs }, decoder));
}

async function attempt<T>(send: Send, ask: Parameters<Send>[0], decoder: Decoder<T>): Promise<Outcome<T>> {
	try {
		return { done: true, value: readAnswer(await send(ask), decoder) };
	} catch (thrown) {
		if (!(thrown instanceof OriginError) || !isTransient(thrown)) throw thrown;
		return { done: false, error: thrown };
	}
}

/** The query of a page; nothing where nothing of it is given. */
export function queryOf(page: { readonly [name: string]: string | number | undefined }): string {
	const given = Object.entries(page).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
	return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
