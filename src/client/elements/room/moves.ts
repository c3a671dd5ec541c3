import type { Person } from "./entry.ts";

export interface Movement {
	readonly entered: readonly Person[];
	readonly left: readonly Person[];
}

/** Puts comings and goings together. Who comes back, or leaves again, is as if they had not moved. */
export function mergeMoves(before: Movement, { entered, left }: Movement): Movement {
	return {
		entered: [
			...before.entered.filter((one) => !isIn(left, one)),
			...entered.filter((one) => !isIn(before.left, one) && !isIn(before.entered, one)),
		],
		left: [
			...before.left.filter((one) => !isIn(entered, one)),
			...left.filter((one) => !isIn(before.entered, one) && !isIn(before.left, one)),
		],
	};
}

function isIn(list: readonly Person[], { id }: Person): boolean {
	return list.some((one) => one.id === id);
}
