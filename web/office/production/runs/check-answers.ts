import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import { hasFailed, isAnswered } from "#modules/production/core/check-answers.ts";
import type { OrderStage } from "../order-types.ts";

export type Check = OrderStage["checks"][number];
type Draft = Omit<CheckAnswer, "key">;
/** What has been given so far, by key of the check; a number is a decimal as text, "" for none. */
export type CheckDrafts = Readonly<Record<string, Draft>>;
export type Verdict = "missing" | "passed" | "failed";

/** What an answer says about the work: nothing yet, good, or not good. The server judges by the same rule. */
export function judgeCheck(check: Check, draft: Draft = {}): Verdict {
  const answer = answerOf(check.key, draft);
  if (!isAnswered(check, answer)) return "missing";
  return hasFailed(check, answer) ? "failed" : "passed";
}

function answerOf(key: string, { yes, number, text, photoIds }: Draft): CheckAnswer {
  return {
    key,
    ...(yes === undefined ? {} : { yes }),
    ...(number === undefined || number === "" ? {} : { number }),
    ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
    ...(photoIds === undefined ? {} : { photoIds }),
  };
}

/** Checks that keep the work from counting as good: a required one that is missing, and any that failed. */
export function openChecks(checks: readonly Check[], drafts: CheckDrafts): Check[] {
  return checks.filter((check) => {
    const verdict = judgeCheck(check, drafts[check.key]);
    return verdict === "failed" || (verdict === "missing" && check.required);
  });
}

/** What is sent: only what was given. */
export function answersOf(checks: readonly Check[], drafts: CheckDrafts): CheckAnswer[] {
  return checks.flatMap((check) => {
    const draft = drafts[check.key];
    if (draft === undefined || judgeCheck(check, draft) === "missing") return [];
    return [answerOf(check.key, draft)];
  });
}
