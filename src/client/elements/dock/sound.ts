const TONES = [880, 1_174.66];
const TONE_S = 0.11;
let audio: AudioContext | undefined;

/** A short sound of two tones. Silent until the user has touched the page: browsers allow none before. */
export function ping(): void {
	if (!globalThis.navigator.userActivation?.hasBeenActive) return;
	try {
		audio ??= new AudioContext();
		void audio.resume();
		const begin = audio.currentTime;
		for (const [index, frequency] of TONES.entries()) tone(audio, frequency, begin + index * TONE_S);
	} catch {
		// No sound here.
	}
}

function tone(context: AudioContext, frequency: number, at: number): void {
	const volume = new GainNode(context, { gain: 0 });
	volume.gain.setValueAtTime(0, at);
	volume.gain.linearRampToValueAtTime(0.12, at + 0.01);
	volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S * 2.5);
	const source = new OscillatorNode(context, { frequency });
	source.connect(volume).connect(context.destination);
	source.start(at);
	source.stop(at + TONE_S * 3);
}
