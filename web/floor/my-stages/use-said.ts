import { useCallback, useEffect, useRef, useState } from "react";

export type SaidText = {
  readonly id: number;
  readonly text: string;
  readonly undo?: (() => void) | undefined;
};
export type RefusalText = {
  readonly id: number;
  readonly text: string;
};

const secondsToUndo = 5;

/** What has just happened, for five seconds, and what this phone could not do, until it is tapped. */
export function useSaid() {
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

  /** What the phone itself can't do; what the server refuses waits in the outbox. */
  const refuse = (words: string): void => {
    lastId.current += 1;
    const id = lastId.current;
    // The same sentence twice tells nothing new.
    setRefusals((now) => [...now.filter(({ text }) => text !== words), { id, text: words }]);
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
