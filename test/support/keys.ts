/** The keys that tests run with: two of the app `test`, one of the app `other`. Good for nothing else. */
export const TEST_KEYS = {
	dev: { app: "test", id: "dev", secret: "parlour-test-secret-0123456789abcdef" },
	k2: { app: "test", id: "k2", secret: "parlour-test-secret-two-fedcba9876543210" },
	o1: { app: "other", id: "o1", secret: "parlour-other-secret-00112233445566778899" },
} as const;

/** The same as the value of `PARLOUR_KEYS`. */
export const PARLOUR_KEYS = Object.values(TEST_KEYS)
	.map(({ app, id, secret }) => `${app}/${id}:${secret}`)
	.join(",");
