/**
 * Whether nothing was ever stored in an object. Whoever may ask at all may ask for whatever name, and each name is an
 * object: those that are nothing but asked after must not take up storage, which a schema alone would.
 */
export function isBlank({ sql }: DurableObjectStorage): boolean {
	return sql.exec(`SELECT 1 FROM sqlite_master WHERE name = 'meta'`).toArray().length === 0;
}
