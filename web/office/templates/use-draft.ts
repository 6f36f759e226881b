import { useCallback, useMemo, useRef, useState } from "react";
import { applyVariant } from "#modules/templates/core/apply-variant.ts";
import type { Change } from "./stage-edit.ts";
import { bodyOfDraft, type DraftBody, draftOf, roundOf } from "./template-draft.ts";
import type { Shown } from "./template-tab.ts";

/** The body while it is edited. A change that would make the stages go round, here or for a variant, is refused. */
export function useDraft(base: Shown) {
  const start = useMemo(() => draftOf(base.body), [base.body]);
  const [body, setBody] = useState<DraftBody>(start);
  // Several changes may follow each other before the next drawing.
  const latest = useRef(body);
  const change = useCallback<Change>((rewrite) => {
    const next = rewrite(latest.current);
    const round = findRound(next);
    if (round !== null && findRound(latest.current) === null) return round;
    latest.current = next;
    setBody(next);
    return null;
  }, []);
  const reset = useCallback(() => {
    latest.current = start;
    setBody(start);
  }, [start]);
  const sent = useMemo(() => bodyOfDraft(body), [body]);
  const untouched = useMemo(() => JSON.stringify(bodyOfDraft(start)), [start]);
  return { body, change, reset, sent, changed: JSON.stringify(sent) !== untouched };
}

function findRound(body: DraftBody): string | null {
  const rounds = body.variants.map(({ variantId }) => roundOf(applyVariant(body, variantId)));
  return [roundOf(body.stages), ...rounds].find((round) => round !== null) ?? null;
}
