import { act, createElement, type FunctionComponent, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Parlour, type ParlourOptions } from "../../../src/client/index.ts";
import { ParlourProvider } from "../../../src/client/react/index.ts";
import { ManualClock, settle } from "../support/clock.ts";

declare global {
	var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

/** A page of one component, which shows what its hook answers. */
export class ReactPage<P extends object> {
	readonly clock = new ManualClock();
	readonly parlour: Parlour;
	readonly errors: unknown[] = [];
	/** What the console was told. */
	readonly logged: string[] = [];
	readonly element = document.createElement("main");
	readonly #root: Root;
	readonly #component: FunctionComponent<P>;

	constructor(component: FunctionComponent<P>, options: Pick<ParlourOptions, "transports"> & Partial<ParlourOptions>) {
		let ids = 0;
		this.#component = component;
		this.parlour = new Parlour({
			url: "https://parlour.test",
			transport: "socket",
			...options,
			environment: {
				now: this.clock.now,
				setTimeout: this.clock.setTimeout,
				clearTimeout: this.clock.clearTimeout,
				random: () => 0.5,
				id: () => `id${++ids}`,
				hints: () => () => undefined,
				log: (text) => void this.logged.push(text),
				report: (error) => void this.errors.push(error),
				...options.environment,
			},
		});
		this.#root = createRoot(this.element);
	}

	get text(): string {
		return this.element.textContent;
	}

	/** Shows it, once for each of the given properties, in strict mode as a page under development does. */
	async show(...all: readonly P[]): Promise<void> {
		await act(async () => {
			const shown = all.map((props, key) => createElement(this.#component, { ...props, key }));
			this.#root.render(
				createElement(StrictMode, null, createElement(ParlourProvider, { parlour: this.parlour }, ...shown)),
			);
			await settle();
		});
	}

	/** Lets what was done come through. */
	async after(run: () => unknown): Promise<void> {
		await act(async () => {
			await run();
			await settle();
		});
	}

	async leave(): Promise<void> {
		await this.after(() => this.#root.unmount());
	}
}
