import { h, type VNode } from "../../base/vdom.ts";
import { icon } from "./parts.ts";

export interface Search {
	readonly label: string;
	readonly value: string;
	/** In characters. */
	readonly max: number;
	readonly search: (query: string) => void;
}

/** A field that searches as one types. Escape empties it, and Enter does nothing: what is found is there already. */
export function searchField({ label, value, max, search }: Search): VNode {
	return h(
		"label",
		{ class: "search" },
		icon("search"),
		h("input", {
			type: "search",
			"aria-label": label,
			placeholder: label,
			dir: "auto",
			value,
			autocomplete: "off",
			oninput: (event: Event) =>
				search(
					Array.from((event.target as HTMLInputElement).value)
						.slice(0, max)
						.join(""),
				),
			onkeydown: (event: KeyboardEvent) => {
				if (event.key === "Enter") event.preventDefault();
				if (event.key !== "Escape" || value === "") return;
				event.preventDefault();
				event.stopPropagation();
				search("");
			},
		}),
	);
}
