import { rm } from "node:fs/promises";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { Origin } from "../../../../src/origin/index.ts";
import { TEST_KEYS } from "../../../support/keys.ts";
import { type Demo, newState, startDemo } from "../demo.ts";
import { launch } from "../person.ts";
import { Pupil } from "./pupil.ts";

/** The demo for the tests of a file, and who visits its school in one of them. */
export interface School {
	readonly url: string;
	readonly port: number;
	readonly browser: Browser;
	/** Signs somebody in; they leave after the test, which fails where their pages complained. */
	enter(name: string, options?: BrowserContextOptions & { url?: string }): Promise<Pupil>;
	origin(): Origin;
}

export function useSchool(): School {
	let state: string;
	let demo: Demo;
	let browser: Browser;
	const pupils: Pupil[] = [];
	beforeAll(async () => {
		state = await newState();
		[demo, browser] = await Promise.all([startDemo(state), launch()]);
	});
	afterEach(async () => {
		for (const pupil of pupils.splice(0)) await pupil.leave();
	});
	afterAll(async () => {
		await browser?.close();
		await demo?.stop();
		await rm(state, { recursive: true, force: true });
	});
	return {
		get url() {
			return demo.url;
		},
		get port() {
			return demo.port;
		},
		get browser() {
			return browser;
		},
		enter: async (name, { url = demo.url, ...options } = {}) => {
			const pupil = await Pupil.enter(browser, url, name, options);
			pupils.push(pupil);
			return pupil;
		},
		origin: () => new Origin({ url: demo.url, key: TEST_KEYS.dev.id, secret: TEST_KEYS.dev.secret }),
	};
}
