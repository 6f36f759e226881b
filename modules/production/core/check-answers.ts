import { decimal } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import type { StageCheck } from "#modules/templates/contract/template-body.ts";
import type { OrderStage } from "./order-state.ts";

/**
 * A required check that is missing or failed refuses a finish as good: the way on is a defect, or a supervisor's
 * concession with a reason. What is given must answer the stage's own checks.
 * Refuses check_unknown, check_missing, check_failed and photo_missing, each with the check's name.
 */
export function checkAnswers(
  stage: Pick<OrderStage, "checks" | "photoRequired">,
  answers: readonly CheckAnswer[],
  photos: number,
  concession: string | null,
): Result<void> {
  for (const [place, answer] of answers.entries()) {
    const known = stage.checks.some((check) => check.key === answer.key);
    const twice = answers.findIndex((other) => other.key === answer.key) !== place;
    if (!known || twice) return no("check_unknown", { check: answer.key }, ["checks", place, "key"]);
  }
  if (concession !== null) return ok(undefined);
  for (const check of stage.checks) {
    const place = answers.findIndex((answer) => answer.key === check.key);
    const answer = answers[place];
    const path = ["checks", place < 0 ? answers.length : place];
    if (answer === undefined || !isAnswered(check, answer)) {
      if (check.required) return no("check_missing", { check: check.name }, path);
      continue;
    }
    if (hasFailed(check, answer)) return no("check_failed", { check: check.name }, path);
  }
  if (stage.photoRequired && photos === 0) return no("photo_missing", {}, ["photoIds"]);
  return ok(undefined);
}

export function isAnswered(check: StageCheck, answer: CheckAnswer): boolean {
  switch (check.kind) {
    case "yes_no":
      return answer.yes !== undefined;
    case "number":
      return answer.number !== undefined;
    case "text":
      return (answer.text ?? "") !== "";
    case "photo":
      return (answer.photoIds ?? []).length > 0;
  }
}

/** A failed check refuses also where it may be left out: who measured something wrong has found a defect. */
export function hasFailed(check: StageCheck, answer: CheckAnswer): boolean {
  if (check.kind === "yes_no") return answer.yes === false;
  if (check.kind !== "number" || answer.number === undefined) return false;
  const value = decimal(answer.number);
  if (check.minimum !== null && value.lt(check.minimum)) return true;
  return check.maximum !== null && value.gt(check.maximum);
}
