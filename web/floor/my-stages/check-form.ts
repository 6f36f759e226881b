import { decimal } from "#kernel/decimal.ts";
import type { RequestOf } from "#modules/routes.ts";
import { readDecimal } from "#web/shared/decimal-text.ts";
import type { RunCard } from "./show-taps.ts";

/** What was given to a check of the list: a number as typed, photos as the files they are kept in. */
export type CheckDraft = {
  readonly yes?: boolean;
  readonly number?: string;
  readonly text?: string;
  readonly photoIds?: readonly string[];
};

export type CheckDrafts = Readonly<Record<string, CheckDraft>>;

export type Check = RunCard["checks"][number];
export type Verdict = "missing" | "wrong" | "passed" | "failed";

/**
 * Checks that say the work is not good, those that may be left out among them: who measured something wrong has
 * found a defect. The way on is to report it, or a supervisor's concession.
 */
export function failedChecks(card: Pick<RunCard, "checks">, drafts: CheckDrafts): readonly Check[] {
  return card.checks.filter((check) => judgeCheck(check, drafts[check.key] ?? {}) === "failed");
}

/** "wrong": what was typed is no number at all. */
export function judgeCheck(check: Check, draft: CheckDraft): Verdict {
  switch (check.kind) {
    case "yes_no":
      return draft.yes === undefined ? "missing" : draft.yes ? "passed" : "failed";
    case "text":
      return (draft.text ?? "").trim() === "" ? "missing" : "passed";
    case "photo":
      return (draft.photoIds ?? []).length === 0 ? "missing" : "passed";
    case "number": {
      if ((draft.number ?? "").trim() === "") return "missing";
      const value = readDecimal(draft.number ?? "", 6);
      if (value === null) return "wrong";
      const below = check.minimum !== null && decimal(value).lt(decimal(check.minimum));
      const above = check.maximum !== null && decimal(value).gt(decimal(check.maximum));
      return below || above ? "failed" : "passed";
    }
  }
}

type CheckAnswers = NonNullable<RequestOf<"finishRun">["checks"]>;

/** What is sent of them: only what was given. */
export function answersOf(checks: readonly Check[], drafts: CheckDrafts): CheckAnswers {
  return checks.flatMap((check): CheckAnswers => {
    const given = drafts[check.key] ?? {};
    const verdict = judgeCheck(check, given);
    if (verdict === "missing" || verdict === "wrong") return [];
    const { key } = check;
    switch (check.kind) {
      case "yes_no":
        return [{ key, yes: given.yes === true }];
      case "number":
        return [{ key, number: readDecimal(given.number ?? "", 6) ?? "0" }];
      case "text":
        return [{ key, text: (given.text ?? "").trim() }];
      case "photo":
        return [{ key, photoIds: [...(given.photoIds ?? [])] }];
    }
  });
}

/** Required ones that nothing was given to yet. */
export function openChecks(card: Pick<RunCard, "checks">, drafts: CheckDrafts): readonly Check[] {
  return card.checks.filter(
    (check) => check.required && judgeCheck(check, drafts[check.key] ?? {}) === "missing",
  );
}
