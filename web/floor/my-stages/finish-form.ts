import type { RequestOf } from "#modules/routes.ts";
import { batchesOfChosen, type ChosenByNorm } from "#web/shared/batches/chosen-batch.ts";
import { showDecimal } from "#web/shared/decimal-text.ts";
import { answersOf, type CheckDrafts, failedChecks, judgeCheck, openChecks } from "./check-form.ts";
import { type CardGroup, materialsOf, unitsOf } from "./group-cards.ts";
import type { RunCard } from "./show-taps.ts";
import { overNorm, readQuantity, readUnits } from "./typed-number.ts";

/** What becomes of the units that are not good yet. */
export type RestOf = "failed" | "leave" | "later";
/** What stands in the fields of the finish sheet: texts as typed, until they are sent. */
export type FinishDraft = {
  readonly units: string;
  /** as many as the run had when that was typed */
  readonly ofUnits: number;
  readonly comment: string;
  /** by norm; only those that were touched */
  readonly materials: Readonly<Record<string, string>>;
  /** by norm; those that somebody chose a batch for */
  readonly batches: ChosenByNorm;
  /** of several runs in one tap: those that are finished */
  readonly runIds: readonly string[];
  readonly rest: RestOf | null;
  readonly failed: FailedDraft;
  /** by key of the check; only those that were touched */
  readonly checks: CheckDrafts;
  readonly photoIds: readonly string[];
  /** a supervisor's reason to take it as good in spite of a failed check */
  readonly concession: string;
};
export type FailedDraft = {
  readonly reason: { readonly id: string; readonly name: string } | null;
  readonly decision: "write_off" | "return" | null;
  readonly toStageId: string | null;
};
type Material = RunCard["materials"][number];
type Sign = "," | ".";

/** Right in nine cases of ten: all units, and the norm, or what the start has already taken. */
export function emptyDraft(group: CardGroup): FinishDraft {
  return {
    units: String(group.lead.units),
    ofUnits: group.lead.units,
    comment: "",
    materials: {},
    batches: {},
    runIds: group.units.map(({ runId }) => runId),
    rest: null,
    failed: { reason: null, decision: null, toStageId: null },
    checks: {},
    photoIds: [],
    concession: "",
  };
}

/** What was typed before. If units have failed since, the number that stood there is not of this run any more. */
export function draftAgain(group: CardGroup, kept: FinishDraft | undefined): FinishDraft {
  if (kept === undefined) return emptyDraft(group);
  const { units } = group.lead;
  return kept.ofUnits === units ? kept : { ...kept, units: String(units), ofUnits: units, rest: null };
}

/** What a material stands at before anybody types: an exact decimal as text. */
export function expectedUse(card: Pick<RunCard, "consumption">, material: Material): string {
  return card.consumption === "at_start" ? material.consumed : material.norm;
}

export function shownUse(
  card: Pick<RunCard, "consumption">,
  material: Material,
  draft: Pick<FinishDraft, "materials">,
  sign: Sign,
): string {
  return draft.materials[material.normId] ?? showDecimal(expectedUse(card, material), sign);
}

/** What is used of a material as it stands in its field, exact; null while it is typed wrongly. */
export function usedOf(
  card: Pick<RunCard, "consumption">,
  material: Material,
  draft: Pick<FinishDraft, "materials">,
): string | null {
  const typed = draft.materials[material.normId];
  return typed === undefined ? expectedUse(card, material) : readQuantity(typed).value;
}

/** Where on the sheet something is missing or wrong: "which", "units", "rest", "photo", "check:<key>"… */
export type Place = string;
export type FinishReading = {
  readonly send:
    | { readonly verb: "finishRun"; readonly input: RequestOf<"finishRun"> }
    | { readonly verb: "recordProgress"; readonly input: RequestOf<"recordProgress"> }
    | {
        readonly verb: "reportDefect";
        readonly input: RequestOf<"reportDefect">;
        /** its name */
        readonly reason: string;
      }
    | null;
  /** In the order of the sheet; empty when it can be sent. */
  readonly problems: readonly Place[];
  /** Good units; null while the number is wrong. */
  readonly good: number | null;
  /** What speaks against it; given a supervisor's reason, these are no problems any more. */
  readonly doubts: readonly Place[];
  /** A whole batch waits for the units that it sends back: nothing is finished yet, and nothing is checked. */
  readonly holds: boolean;
  /** Units that are neither good nor spoken for yet. */
  readonly rest: number;
};

/**
 * What is sent. A material that nobody changed is left out: the server then takes what is true at that moment,
 * and not what this screen believed.
 */
export function readFinish(group: CardGroup, draft: FinishDraft, mayConcede: boolean): FinishReading {
  const { lead } = group;
  const chosen = group.units.filter(({ runId }) => draft.runIds.includes(runId));
  const several = group.units.length > 1;
  const problems: Place[] = [];
  const typed = readUnits(draft.units);
  const good = several ? unitsOf(chosen) : typed.value === null ? null : Number(typed.value);
  const rest = several || good === null ? 0 : Math.max(0, lead.units - good);
  if (several && chosen.length === 0) problems.push("which");
  if (good === null || (good === 0 && rest === 0)) problems.push("units");
  const doubts = good === 0 ? [] : doubtsOf(lead, draft);
  const said = { problems, doubts, good, rest, holds: false };

  if (rest > 0 && draft.rest === "later" && good !== null) {
    return { ...said, send: { verb: "recordProgress", input: { runId: lead.runId, units: good } } };
  }
  const failed = rest > 0 && draft.rest === "failed" ? readFailed(draft.failed, rest) : undefined;
  const leaveRest = rest > 0 && draft.rest === "leave";
  if (rest > 0 && failed === undefined && !(leaveRest && lead.canLeaveRest && good !== 0))
    problems.push("rest");
  const goesBack = rest > 0 && draft.rest === "failed" && draft.failed.decision === "return";
  if (lead.batchMode === "whole" && goesBack) {
    const input = failed === undefined ? null : { runId: lead.runId, ...failed };
    const send =
      input === null
        ? null
        : ({ verb: "reportDefect", input, reason: draft.failed.reason?.name ?? "" } as const);
    return { ...said, holds: true, send };
  }
  const concession = mayConcede ? draft.concession.trim() : "";
  if (good !== 0) problems.push(...brokenNumbers(lead, draft.checks));
  if (concession === "") problems.push(...doubts);
  const materials = changedMaterials(group, draft);
  if (materials === null) problems.push("materials");
  const [first, ...also] = several ? chosen.map(({ runId }) => runId) : [lead.runId];
  if (problems.length > 0 || good === null || materials === null || first === undefined) {
    return { ...said, send: null };
  }
  const shown = materialsOf(group, draft.runIds);
  const batches = batchesOfChosen(draft.batches, (normId) => {
    const material = shown.find((row) => row.normId === normId);
    return material === undefined ? null : usedOf(lead, material, draft);
  });
  const checks = good === 0 ? [] : answersOf(lead.checks, draft.checks);
  const input = {
    runId: first,
    ...(also.length === 0 ? {} : { alsoRunIds: also }),
    units: good,
    comment: draft.comment.trim(),
    ...(materials.length === 0 ? {} : { materials }),
    ...(batches.length === 0 ? {} : { batches }),
    ...(failed === undefined ? {} : { failed: [failed] }),
    ...(leaveRest ? { leaveRest } : {}),
    ...(checks.length === 0 ? {} : { checks }),
    ...(draft.photoIds.length === 0 ? {} : { photoIds: [...draft.photoIds] }),
    ...(doubts.length === 0 ? {} : { concession }),
  };
  return { ...said, send: { verb: "finishRun", input } };
}

/** What speaks against finishing as good, in the order of the sheet: a supervisor may say why it is good still. */
function doubtsOf(card: RunCard, draft: FinishDraft): Place[] {
  const open = new Set([...openChecks(card, draft.checks), ...failedChecks(card, draft.checks)]);
  const places = card.checks.filter((check) => open.has(check)).map(({ key }) => `check:${key}`);
  return card.photoRequired && draft.photoIds.length === 0 ? [...places, "photo"] : places;
}

const brokenNumbers = (card: RunCard, drafts: CheckDrafts): Place[] =>
  card.checks
    .filter((check) => judgeCheck(check, drafts[check.key] ?? {}) === "wrong")
    .map(({ key }) => `check:${key}`);

function readFailed({ reason, decision, toStageId }: FailedDraft, units: number) {
  if (reason === null || decision === null) return undefined;
  const reasonId = reason.id;
  if (decision === "write_off") return { units, reasonId, decision };
  return toStageId === null ? undefined : { units, reasonId, decision, toStageId };
}

/** Null while one of the numbers is wrong. */
function changedMaterials(
  group: CardGroup,
  draft: FinishDraft,
): { normId: string; quantity: string }[] | null {
  const changed: { normId: string; quantity: string }[] = [];
  for (const material of materialsOf(group, draft.runIds)) {
    const typed = draft.materials[material.normId];
    if (typed === undefined) continue;
    const quantity = readQuantity(typed);
    if (quantity.value === null) return null;
    if (overNorm(quantity.value, expectedUse(group.lead, material)) === null) continue;
    changed.push({ normId: material.normId, quantity: quantity.value });
  }
  return changed;
}

const placeOfCode: Readonly<Record<string, Place>> = {
  check_missing: "checks",
  check_failed: "checks",
  check_unknown: "checks",
  photo_missing: "photo",
  file_unknown: "photo",
  runs_not_together: "which",
  defect_reason_unknown: "rest",
  return_not_before: "rest",
  leave_rest_not_here: "rest",
  finish_short: "rest",
  over_yield: "units",
  not_enough_stock: "materials",
  norm_unknown: "materials",
  norm_twice: "materials",
  batch_short: "materials",
  batches_too_many: "materials",
};

/** Where on the sheet a refusal of the server belongs; null: above all of it. */
export function placeOfRefusal({ code }: { readonly code: string }): Place | null {
  return placeOfCode[code] ?? null;
}
