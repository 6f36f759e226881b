import { useCallback, useEffect, useRef, useState } from "react";
import type { Refused } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";

export type SaidText = {
  readonly id: number;
  readonly text: string;
  readonly undo?: (() => void) | undefined;
};
export type RefusalText = {
  readonly id: number;
  readonly text: string;
  /** Opens the sheet again with what was typed. */
  readonly lookAgain?: (() => void) | undefined;
};

const secondsToUndo = 5;

/** What has just happened, for five seconds, and what was refused, until it is tapped. */
export function useSaid() {
  const { t, refusal: wordsOf } = useTexts();
  const [said, setSaid] = useState<SaidText>();
  const [refusals, setRefusals] = useState<readonly RefusalText[]>([]);
  const lastId = useRef(0);

  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), secondsToUndo * 1000);
    return () => clearTimeout(timer);
  }, [said]);

  const say = (text: string, undo?: () => void): number => {
    lastId.current += 1;
    setSaid({ id: lastId.current, text, undo });
    return lastId.current;
  };
  const dismiss = (id: number): void => setRefusals((now) => now.filter((each) => each.id !== id));

  const refuse = (verb: string, refusal: Refused, lookAgain?: () => void): void => {
    const words = refusal.code === "no_connection" ? t("floor.notSaved", { verb }) : wordsOf(refusal);
    lastId.current += 1;
    const id = lastId.current;
    const again =
      lookAgain === undefined
        ? undefined
        : () => {
            dismiss(id);
            lookAgain();
          };
    // The same sentence twice tells nothing new.
    setRefusals((now) => [
      ...now.filter(({ text }) => text !== words),
      { id, text: words, lookAgain: again },
    ]);
  };

  return {
    said,
    say,
    unsay: (id: number): void => setSaid((now) => (now?.id === id ? undefined : now)),
    hush: useCallback(() => setSaid(undefined), []),
    refusals,
    refuse,
    dismiss,
  };
}
