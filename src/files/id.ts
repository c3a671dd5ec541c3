import { encodeBase64url } from "../protocol/base64url.ts";

// The id of a file names its app, so that whoever serves it needs no ticket to find it.
const FILE_ID = /^([A-Za-z0-9_-]{1,64})\.[A-Za-z0-9_-]{22}$/;
const ID_BYTES = 16;

/** A new id: who does not have it will not guess it. */
export function newFileId(app: string): string {
	return `${app}.${encodeBase64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)))}`;
}

/** The app that a file is of, or `undefined` where the text is no file's id. */
export function appOfFile(id: string): string | undefined {
	return FILE_ID.exec(id)?.[1];
}

/** Where a file is kept: in a folder for each app, since ids hold no slash. */
export function fileKey(app: string, id: string): string | undefined {
	return appOfFile(id) === app ? `${app}/${id.slice(app.length + 1)}` : undefined;
}
