// The two pure globals that every runtime Parlour runs in has (WHATWG Encoding). Declared here, and nothing else,
// so that the compiler refuses every other platform global in this folder.
declare class TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(input?: Uint8Array): string;
}
