import { isVibrationOn } from "./comfort.ts";

/** What hands and ears are told while eyes are on the work. */
export type Feeling = "tap" | "done" | "refused";

const storageKey = "treadle-floor-sound";
const vibrations: Readonly<Record<Feeling, number | number[]>> = {
  tap: 20,
  done: [60, 60, 60],
  refused: [250, 100, 250],
};
/** Tones one after another: hertz and seconds. Done rises, refused is low and buzzes. */
const sounds: Readonly<Record<Feeling, readonly (readonly [hertz: number, seconds: number])[]>> = {
  tap: [],
  done: [
    [660, 0.09],
    [990, 0.16],
  ],
  refused: [
    [190, 0.18],
    [150, 0.28],
  ],
};
let context: AudioContext | undefined;

/** Not every browser has it (Safari). */
export const canVibrate = (): boolean => "vibrate" in navigator;
export const isSoundOn = (): boolean => localStorage.getItem(storageKey) !== "off";
export const turnSound = (on: boolean): void => localStorage.setItem(storageKey, on ? "on" : "off");

/**
 * To be called inside a tap: browsers let nothing sound that no tap has allowed. Making the context takes a slow
 * phone some 200 ms, so that it waits until the tap's effect is drawn; the permission lasts seconds.
 */
export function readySound(): void {
  if (!isSoundOn() || !("AudioContext" in window)) return;
  setTimeout(() => {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume().catch(() => undefined);
  }, 100);
}

export function feel(feeling: Feeling): void {
  // A browser may forbid it: then there is the sound.
  if (canVibrate() && isVibrationOn()) navigator.vibrate(vibrations[feeling]);
  if (context === undefined || !isSoundOn() || context.state !== "running") return;
  let at = context.currentTime;
  for (const [hertz, seconds] of sounds[feeling]) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.type = feeling === "refused" ? "square" : "sine";
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.25, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds;
  }
}
