/** As much of a line of the history as folding it needs. */
type Line = { readonly kind: string; readonly commandId: string };

/** One act of a person: the line that says what they did, and what followed from it. */
export type ActOfHistory<Fact extends Line> = {
  readonly head: Fact;
  readonly details: readonly Fact[];
  /** how many of the details say the same of other units: three were started in one tap */
  readonly likewise: number;
};

/** What a person would say they did, before what it brought about; the first that an act has stands for it. */
const spoken: readonly string[] = [
  "order_created",
  "order_cancelled",
  "work_undone",
  "escalation_resolved",
  "quantity_changed",
  "upsells_changed",
  "order_changed",
  "time_corrected",
  "material_corrected",
  "defect_reported",
  "run_finished",
  "units_sent_on",
  "run_started",
  "start_cancelled",
  "run_paused",
  "run_resumed",
  "run_blocked",
  "run_unblocked",
  "run_released_early",
  "run_reassigned",
  "crew_joined",
  "crew_left",
  "lot_let_go",
  "lot_split",
  "lots_merged",
  "material_picked",
  "lot_received",
];

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
    const head = inTime.toSorted((a, b) => rank(a) - rank(b))[0];
    if (head === undefined) return [];
    const details = inTime.filter((line) => line !== head);
    return [{ head, details, likewise: details.filter((line) => line.kind === head.kind).length }];
  });
}

function rank({ kind }: Line): number {
  const place = spoken.indexOf(kind);
  return place < 0 ? spoken.length : place;
}
