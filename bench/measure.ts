/** Milliseconds, sorted; `at(0.5)` is the median. */
export type Times = { readonly count: number; at(share: number): number };

export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return {
    count: sorted.length,
    at: (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN,
  };
}

/** One after another, for so many turns. */
export async function oneByOne(turns: number, work: (turn: number) => Promise<unknown>): Promise<Times> {
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await work(turn);
    took.push(performance.now() - began);
  }
  return timesOf(took);
}

/** So many clients at once for so many seconds; how many were done a second. A failure ends the bench. */
export async function perSecond(
  clients: number,
  seconds: number,
  work: (client: number, turn: number) => Promise<unknown>,
): Promise<number> {
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        await work(client, turn);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}
