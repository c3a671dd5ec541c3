/** Something that changes, and a way to wait until it is as one wants it. */
export interface Condition {
	/** Says that it may have changed. */
	notify(): void;
	/** Resolves as soon as `holds` answers true; rejects when it throws. */
	until(holds: () => boolean): Promise<void>;
}

export function condition(): Condition {
	const waiting = new Set<() => void>();
	return {
		notify() {
			for (const look of waiting) look();
		},
		until(holds) {
			return new Promise((resolve, reject) => {
				const look = (): void => {
					try {
						if (!holds()) return;
						resolve();
					} catch (error) {
						reject(error);
					}
					waiting.delete(look);
				};
				waiting.add(look);
				look();
			});
		},
	};
}
