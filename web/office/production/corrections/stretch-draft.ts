import type { RequestOf } from "#modules/routes.ts";

/** A part of what a time really was, as it stands in the form; an end that nobody has touched stays exact. */
export type StretchDraft = {
  readonly key: number;
  readonly memberId: string | null;
  readonly kind: "work" | "pause";
  readonly reasonId: string | null;
  readonly from: string | null;
  readonly to: string | null;
};
type Asked = RequestOf<"previewTimeCorrection">["stretches"][number];

/** Null while something is missing, or an end comes before its beginning. */
export function askedOf(drafts: readonly StretchDraft[]): Asked[] | null {
  const asked: Asked[] = [];
  for (const { memberId, kind, reasonId, from, to } of drafts) {
    if (memberId === null || from === null || to === null || Date.parse(from) >= Date.parse(to)) return null;
    asked.push({ memberId, kind, reasonId: kind === "pause" ? reasonId : null, from, to });
  }
  return asked;
}

/** Nothing has been put right yet. */
export function isAsWritten(
  asked: readonly Asked[] | null,
  written: Omit<StretchDraft, "key"> | null,
): boolean {
  const [one, ...others] = asked ?? [];
  if (one === undefined || others.length > 0 || written === null) return false;
  const reasonId = written.kind === "pause" ? written.reasonId : null;
  return (
    one.memberId === written.memberId &&
    one.kind === written.kind &&
    (one.reasonId ?? null) === reasonId &&
    one.from === written.from &&
    one.to === written.to
  );
}

/** Where one part ended as the next began, they go on doing so: a pause that is moved moves the work around it. */
export function changed(
  drafts: readonly StretchDraft[],
  key: number,
  part: Partial<StretchDraft>,
): StretchDraft[] {
  const place = drafts.findIndex((draft) => draft.key === key);
  const now = drafts[place];
  return drafts.map((draft, index) => {
    if (index === place) return { ...draft, ...part };
    if (index === place - 1 && part.from !== undefined && draft.to === now?.from)
      return { ...draft, to: part.from };
    if (index === place + 1 && part.to !== undefined && draft.from === now?.to)
      return { ...draft, from: part.to };
    return draft;
  });
}

/** The middle third becomes a pause, to the minute: a beginning that a person puts right. */
export function withPause(
  drafts: readonly StretchDraft[],
  key: number,
  newKey: () => number,
): StretchDraft[] {
  return drafts.flatMap((draft) => {
    if (draft.key !== key || draft.from === null || draft.to === null) return [draft];
    const [from, to] = [Date.parse(draft.from), Date.parse(draft.to)];
    const minuteAt = (share: number): string =>
      new Date(Math.round((from + (to - from) * share) / 60_000) * 60_000).toISOString();
    const [begin, end] = [minuteAt(1 / 3), minuteAt(2 / 3)];
    return [
      { ...draft, to: begin },
      { ...draft, key: newKey(), kind: "pause" as const, reasonId: null, from: begin, to: end },
      { ...draft, key: newKey(), from: end },
    ];
  });
}
