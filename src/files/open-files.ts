import { diskFiles } from "./disk.ts";
import type { FileKeeper } from "./keeper.ts";
import { r2Files } from "./r2.ts";

/** The bindings that files may be kept by. */
export interface FilesEnv {
	readonly FILES?: R2Bucket;
	/** A folder of one's own machine, as the runtime's `disk` service. */
	readonly FILES_DISK?: Fetcher;
}

/** Where an app's files are kept, or `undefined` where the deployment binds no place for them. */
export function openFiles({ FILES, FILES_DISK }: FilesEnv, app: string): FileKeeper | undefined {
	if (FILES !== undefined) return r2Files(FILES, app);
	return FILES_DISK === undefined ? undefined : diskFiles(FILES_DISK, app);
}
