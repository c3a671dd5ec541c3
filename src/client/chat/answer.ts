import type { Json } from "../../protocol/json.ts";
import { type Kind, read } from "../../protocol/shape.ts";
import { ParlourError } from "../index.ts";

/** Reads an answer as what it must be. @throws ParlourError `bad_frame` for what does not fit */
export function readAnswer(kind: Kind, answer: Json): unknown {
	try {
		return read(kind, answer);
	} catch {
		throw new ParlourError("bad_frame");
	}
}
