// Reading of bytes for what knows formats. Past the end there are zeros: formats are told by what is there.

/** A number of two bytes, the higher first. */
export function u16be(bytes: Uint8Array, at: number): number {
	return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** A number of two bytes, the lower first. */
export function u16le(bytes: Uint8Array, at: number): number {
	return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** A number of four bytes, the highest first. */
export function u32be(bytes: Uint8Array, at: number): number {
	return u16be(bytes, at) * 0x1_0000 + u16be(bytes, at + 2);
}

/** A number of four bytes, the lowest first. */
export function u32le(bytes: Uint8Array, at: number): number {
	return u16le(bytes, at) + u16le(bytes, at + 2) * 0x1_0000;
}

/** The bytes from `at`, each as the character of its number. */
export function latin1(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Whether these characters stand there. */
export function says(bytes: Uint8Array, at: number, characters: string): boolean {
	for (let index = 0; index < characters.length; index++)
		if (bytes[at + index] !== characters.charCodeAt(index)) return false;
	return true;
}
