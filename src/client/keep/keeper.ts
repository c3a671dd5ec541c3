import type { Environment } from "../core/environment.ts";
import { aged, KEEP_LIMITS } from "./limits.ts";
import { readKept } from "./read.ts";
import type { Keep, Kept } from "./types.ts";

/** What is told of a lane: everything that is stored of it. */
export interface Follower {
	sync(stored: readonly Kept[]): void;
}

/**
 * What one user has sent from this page or earlier ones, and what has not arrived of it. Other pages of the site keep theirs
 * in the same place, so that each shows and sends what is there.
 */
export class Keeper {
	readonly #keep: Keep | undefined;
	readonly #environment: Environment;
	readonly #isMine: (lane: string) => boolean;
	readonly #lanes = new Map<string, Follower>();
	readonly #begun: Promise<void>;
	#begin: () => void = () => undefined;
	#space: string | undefined;
	#loaded: Promise<void> | undefined;
	#timer: unknown;
	#undo: () => void = () => undefined;
	#isClosed = false;
	/** Makes the lane of a message that was found, where there is none yet. */
	found: (lane: string) => void = () => undefined;

	/** @param isMine whether a lane is one of those that are followed here */
	constructor(keep: Keep | undefined, environment: Environment, isMine: (lane: string) => boolean) {
		this.#keep = keep;
		this.#environment = environment;
		this.#isMine = isMine;
		this.#begun = new Promise((resolve) => (this.#begin = resolve));
	}

	/** Says whose messages these are, once that is known. What earlier pages have left is loaded then. */
	begin(url: string, user: string): void {
		if (!this.#keep || this.#space !== undefined) return;
		const space = `${url} ${user}`;
		this.#space = space;
		this.#undo = this.#keep.onChange(space, (change) => this.#changed(change === "new" ? KEEP_LIMITS.adoptMs : 0));
		this.#loaded = this.refresh();
		this.#begin();
	}

	/** Whether anything is kept at all. */
	get isOn(): boolean {
		return this.#keep !== undefined;
	}

	/** Resolves when everything that was left by earlier pages is known: it goes first. */
	async ready(): Promise<void> {
		await this.#begun;
		await this.#loaded;
	}

	follow(lane: string, follower: Follower): void {
		this.#lanes.set(lane, follower);
	}

	/** Returns whether it outlives the page. */
	async put(kept: Kept): Promise<boolean> {
		if (!this.#keep) return false;
		await this.#begun;
		return !this.#isClosed && this.#space !== undefined && this.#keep.put(this.#space, kept);
	}

	async remove(id: string): Promise<void> {
		if (!this.#keep) return;
		await this.#begun;
		if (this.#space !== undefined) await this.#keep.remove(this.#space, id);
	}

	/** Runs something while no other page sends in a lane. Rejects with what it throws. */
	async alone(lane: string, run: () => Promise<void>): Promise<void> {
		if (!this.#keep || this.#space === undefined) return run();
		return this.#keep.alone(`${this.#space} ${lane}`, run);
	}

	/** Tells all lanes what is stored of them. */
	async refresh(): Promise<void> {
		if (!this.#keep || this.#space === undefined) return;
		const stored = await this.#keep.all(this.#space);
		if (this.#isClosed) return;
		const now = this.#environment.now();
		const lanes = new Map<string, Kept[]>();
		for (const one of stored) {
			const kept = readKept(one);
			if (kept && this.#isMine(kept.lane)) lanes.set(kept.lane, [...(lanes.get(kept.lane) ?? []), aged(kept, now)]);
		}
		for (const lane of lanes.keys()) if (!this.#lanes.has(lane)) this.found(lane);
		for (const [lane, follower] of this.#lanes) follower.sync(lanes.get(lane) ?? []);
	}

	/** Another page has changed something; what it is sending by itself is left to it for a while. */
	#changed(wait: number): void {
		this.#environment.clearTimeout(this.#timer);
		this.#timer = this.#environment.setTimeout(() => void this.refresh(), wait);
	}

	close(): void {
		this.#isClosed = true;
		this.#environment.clearTimeout(this.#timer);
		this.#undo();
	}
}
