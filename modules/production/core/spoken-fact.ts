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
  "work_confirmed",
  "lot_let_go",
  "lot_split",
  "lots_merged",
  "material_picked",
  "lot_received",
];

function rank({ kind }: { readonly kind: string }): number {
  const place = spoken.indexOf(kind);
  return place < 0 ? spoken.length : place;
}

/** Of what one act brought about, in the order in which it happened: the line that says what was done. */
export function spokenOf<Line extends { readonly kind: string }>(lines: readonly Line[]): Line | undefined {
  let head: Line | undefined;
  for (const line of lines) if (head === undefined || rank(line) < rank(head)) head = line;
  return head;
}
