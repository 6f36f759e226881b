import { spokenOf } from "#modules/production/core/spoken-fact.ts";

/** As much of a line of the history as folding it needs. */
type Line = { readonly kind: string; readonly commandId: string };

/** One act of a person: the line that says what they did, and what followed from it. */
export type ActOfHistory<Fact extends Line> = {
  readonly head: Fact;
  readonly details: readonly Fact[];
  /** how many of the details say the same of other units: three were started in one tap */
  readonly likewise: number;
};

/**
 * Lines, newest first, by the act that made them: a tap on Finish is one entry and not seven. Its details read in the
 * order in which they happened.
 */
export function foldHistory<Fact extends Line>(lines: readonly Fact[]): ActOfHistory<Fact>[] {
  const acts: Fact[][] = [];
  for (const line of lines) {
    const last = acts.at(-1);
    if (last !== undefined && last[0]?.commandId === line.commandId) last.push(line);
    else acts.push([line]);
  }
  return acts.flatMap((act) => {
    const inTime = act.toReversed();
    const head = spokenOf(inTime);
    if (head === undefined) return [];
    const details = inTime.filter((line) => line !== head);
    return [{ head, details, likewise: details.filter((line) => line.kind === head.kind).length }];
  });
}
