import type { Person } from "../../chat/types.ts";

/** What somebody is called. */
export function nameOf({ name, id }: Person): string {
	return name || id;
}

/** The code of what was thrown. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
