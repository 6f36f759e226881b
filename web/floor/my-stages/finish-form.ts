import { decimal } from "#kernel/decimal.ts";
import type { RequestOf } from "#modules/routes.ts";
import { readDecimal, showDecimal } from "#web/shared/decimal-text.ts";
import type { RunCard } from "./show-taps.ts";

/** What stands in the fields of the finish sheet: texts as typed, until they are sent. */
export type FinishDraft = {
  readonly units: string;
  readonly comment: string;
  /** by norm; only those that were touched */
  readonly materials: Readonly<Record<string, string>>;
};

type Material = RunCard["materials"][number];
type Sign = "," | ".";

/** A problem of a typed number, by the name of its sentence. */
export type NumberProblem = "not_a_number" | "below_zero" | "too_large" | "at_least_one" | "fewer_than_run";
export type TypedNumber =
  | { readonly value: string; readonly problem: null }
  | { readonly value: null; readonly problem: NumberProblem };

const quantityDigits = 12;
const mostUnits = 1_000_000;

/** Right in nine cases of ten: all units, and the norm, or what the start has already taken. */
export function emptyDraft(card: RunCard): FinishDraft {
  return { units: String(card.units), comment: "", materials: {} };
}

/** What a material stands at before anybody types: an exact decimal as text. */
export function expectedUse(card: Pick<RunCard, "consumption">, material: Material): string {
  return card.consumption === "at_start" ? material.consumed : material.norm;
}

export function shownUse(card: RunCard, material: Material, draft: FinishDraft, sign: Sign): string {
  return draft.materials[material.normId] ?? showDecimal(expectedUse(card, material), sign);
}

/** A quantity as typed, comma or point, at most 6 places; never through a float. */
export function readQuantity(typed: string): TypedNumber {
  const value = readDecimal(typed, 6);
  if (value === null) return { value: null, problem: "not_a_number" };
  if (value.startsWith("-")) return { value: null, problem: "below_zero" };
  if ((value.split(".")[0] ?? "").length > quantityDigits) return { value: null, problem: "too_large" };
  return { value, problem: null };
}

/** Whole units, at least as many as the run has: fewer need a decision about the rest, which is not made here. */
export function readUnits(typed: string, unitsOfRun: number): TypedNumber {
  const read = readQuantity(typed);
  if (read.value === null) return read;
  const value = readDecimal(typed, 0);
  if (value === null) return { value: null, problem: "not_a_number" };
  const count = decimal(value);
  if (count.lt(1)) return { value: null, problem: "at_least_one" };
  if (count.gt(mostUnits)) return { value: null, problem: "too_large" };
  if (count.lt(unitsOfRun)) return { value: null, problem: "fewer_than_run" };
  return { value, problem: null };
}

/** How much the use lies over (positive) or below the norm, as text; null where it is the norm. */
export function overNorm(used: string, norm: string): { readonly over: boolean; readonly by: string } | null {
  const difference = decimal(used).minus(decimal(norm));
  if (difference.eq(0)) return null;
  return { over: difference.gt(0), by: difference.abs().toFixed() };
}

/**
 * What is sent. A material that nobody changed is left out: the server then takes what is true at that moment,
 * and not what this screen believed. Null while a number is wrong.
 */
export function finishInput(card: RunCard, draft: FinishDraft): RequestOf<"finishRun"> | null {
  const units = readUnits(draft.units, card.units);
  if (units.value === null) return null;
  const materials: { normId: string; quantity: string }[] = [];
  for (const material of card.materials) {
    const typed = draft.materials[material.normId];
    if (typed === undefined) continue;
    const quantity = readQuantity(typed);
    if (quantity.value === null) return null;
    if (overNorm(quantity.value, expectedUse(card, material)) === null) continue;
    materials.push({ normId: material.normId, quantity: quantity.value });
  }
  return {
    runId: card.runId,
    units: Number(units.value),
    comment: draft.comment.trim(),
    ...(materials.length === 0 ? {} : { materials }),
  };
}
