import type { File } from "../../../protocol/chat/model.ts";

/** The files that an app's users have sent, as a conversation's room knows them. */
export interface FileStore {
	/**
	 * What is known of files: those of `ids` that this user uploaded, in the order of `ids`. Ids of anything else are left
	 * out, so that nobody can send, and by deleting the message delete, what is another's.
	 */
	get(ids: readonly string[], by: string): Promise<File[]>;
	/** Deletes files. Ids of none are passed over, so that it may be repeated. */
	delete(ids: readonly string[]): Promise<void>;
}
