/** Chance that can be had again: the same seed, the same numbers (mulberry32, by Tommy Ettinger). */
export type Dice = {
  /** From 0 to just below 1. */
  roll(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  pick<T>(things: readonly T[]): T | undefined;
};

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function roll(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    roll,
    between: (least, most) => least + Math.floor(roll() * (most - least + 1)),
    pick: (things) => things[Math.floor(roll() * things.length)],
  };
}
