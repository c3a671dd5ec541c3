import { siteChannel } from "../core/site-channel.ts";
import { environmentOf } from "../core/environment.ts";
import { hasRoom } from "./limits.ts";
import { readKept } from "./read.ts";
import type { Keep, KeepChange, Kept } from "./types.ts";

const DATABASE = "parlour";
const STORE = "kept";
const VERSION = 1;
/** How long a page waits for another one that sends, in milliseconds: it may have been stopped in the middle of it. */
const PATIENCE_MS = 60_000;

/**
 * Keeps in this browser, for all pages of the site: in IndexedDB, with a lock for the page that sends, and a broadcast for
 * the others. Where the browser forbids storage, nothing is kept. Without locks two pages may send the same, which the
 * server stores once.
 */
export function keptInBrowser(): Keep {
	const by = crypto.getRandomValues(new Uint32Array(2)).join("-");
	let database: Promise<IDBDatabase> | undefined;
	const transaction = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
		const end = (): void => void (database = undefined);
		database ??= openDatabase(end);
		// One that could not be opened is tried again the next time.
		database.catch(end);
		const open = await database;
		return open.transaction(STORE, mode).objectStore(STORE);
	};
	return {
		all: (space) => attempt<readonly unknown[]>(async () => answerOf(allOf(await transaction("readonly"), space)), []),
		put: (space, kept) =>
			attempt(async () => {
				const isPut = await putIn(await transaction("readwrite"), space, kept);
				if (isPut) tell(space, { by, change: kept.state === "waiting" ? "new" : "other" });
				return isPut;
			}, false),
		remove: (space, id) =>
			attempt(async () => {
				await answerOf((await transaction("readwrite")).delete([space, id]));
				tell(space, { by, change: "other" });
			}, undefined),
		alone,
		onChange: (space, run) => onChange(space, by, run),
	};
}

function openDatabase(ended: () => void): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(DATABASE, VERSION);
		request.addEventListener("upgradeneeded", () =>
			request.result.createObjectStore(STORE, { keyPath: ["space", "id"] }),
		);
		request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB cannot be opened.")));
		request.addEventListener("success", () => {
			const database = request.result;
			// A page of a later version may change it.
			database.addEventListener("versionchange", () => {
				database.close();
				ended();
			});
			database.addEventListener("close", ended);
			resolve(database);
		});
	});
}

/** Everything of a space: its keys begin with it, and a list comes after every text. */
function allOf(store: IDBObjectStore, space: string): IDBRequest<unknown[]> {
	return store.getAll(IDBKeyRange.bound([space], [space, []]));
}

/** In one transaction, so that two pages do not both take the last place. */
function putIn(store: IDBObjectStore, space: string, kept: Kept): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const there = allOf(store, space);
		let isPut = false;
		there.addEventListener("success", () => {
			const stored = there.result.flatMap((one) => readKept(one) ?? []);
			isPut = hasRoom(stored, kept);
			if (isPut) store.put({ ...kept, space });
		});
		const { transaction } = store;
		transaction.addEventListener("complete", () => resolve(isPut));
		transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("It could not be stored.")));
	});
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.addEventListener("success", () => resolve(request.result));
		request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB did not answer.")));
	});
}

/** Forbidden storage, a full disk and what cannot be cloned are all the same here: nothing is kept. */
async function attempt<T>(run: () => Promise<T>, otherwise: T): Promise<T> {
	try {
		return await run();
	} catch {
		return otherwise;
	}
}

async function alone(name: string, run: () => Promise<void>): Promise<void> {
	const { locks } = globalThis.navigator;
	if (!locks) return run();
	const { setTimeout, clearTimeout } = environmentOf({});
	const patience = new AbortController();
	const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
	let isRun = false;
	const first = async (): Promise<void> => {
		clearTimeout(timer);
		isRun = true;
		await run();
	};
	try {
		await locks.request(`parlour ${name}`, { signal: patience.signal }, first);
	} catch (error) {
		if (isRun) throw error;
		await run();
	}
}

/** What pages tell each other. Those of one object do not tell it: it is told to every other listener of the page, too. */
interface Told {
	readonly by: string;
	readonly change: KeepChange;
}

function channelOf(space: string): BroadcastChannel | undefined {
	return siteChannel(`parlour ${space}`);
}

function tell(space: string, told: Told): void {
	const channel = channelOf(space);
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is of one origin
	channel?.postMessage(told);
	channel?.close();
}

function onChange(space: string, me: string, run: (change: KeepChange) => void): () => void {
	const channel = channelOf(space);
	channel?.addEventListener("message", ({ data }: MessageEvent<Partial<Told> | null>) => {
		if (data?.by !== me) run(data?.change === "new" ? "new" : "other");
	});
	return () => channel?.close();
}
