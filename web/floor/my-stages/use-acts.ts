import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { RequestOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { isSignedOut } from "../shell/refused.ts";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import type { FinishDraft } from "./finish-form.ts";
import type { RunCard, TapVerb } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";
import { useTaps } from "./use-taps.ts";

/** What stands on the screen over the cards. */
export type Sheet = {
  readonly kind: "pause" | "finish" | "more";
  readonly runId: string;
  readonly refused?: string | undefined;
};
export type SaidText = {
  readonly id: number;
  readonly text: string;
  readonly undo?: (() => void) | undefined;
};
export type RefusalText = {
  readonly id: number;
  readonly text: string;
  /** Opens the finish sheet again with what was typed. */
  readonly lookAgain?: (() => void) | undefined;
};

const secondsToUndo = 5;

/** Every tap of the page: shown at once, told in words, taken back in words when the server refuses. */
export function useActs(setTab: (tab: Tab) => void) {
  const { t, refusal: wordsOf } = useTexts();
  // Known to be cut off, a tap promises nothing that it can't keep: it waits for its answer.
  const atOnce = useConnection();
  const { tap, taps, saving } = useTaps();
  const [sheet, setSheet] = useState<Sheet>();
  const [said, setSaid] = useState<SaidText>();
  const [refusals, setRefusals] = useState<readonly RefusalText[]>([]);
  const drafts = useRef(new Map<string, FinishDraft>());
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
  const unsay = (id: number): void => setSaid((now) => (now?.id === id ? undefined : now));
  const hush = useCallback(() => setSaid(undefined), []);
  const dismiss = (id: number): void => setRefusals((now) => now.filter((each) => each.id !== id));

  const refuse = (verb: string, refusal: Refused, lookAgain?: (words: string) => void): void => {
    feel("refused");
    if (isSignedOut(refusal)) return;
    const words = refusal.code === "no_connection" ? t("floor.notSaved", { verb }) : wordsOf(refusal);
    lastId.current += 1;
    const id = lastId.current;
    const again =
      lookAgain === undefined
        ? undefined
        : () => {
            dismiss(id);
            lookAgain(words);
          };
    // The same sentence twice tells nothing new.
    setRefusals((now) => [
      ...now.filter(({ text }) => text !== words),
      { id, text: words, lookAgain: again },
    ]);
  };

  const act = async <Verb extends TapVerb>(
    verb: Verb,
    name: string,
    input: RequestOf<Verb>,
    options: {
      wait?: boolean;
      /** Draws what follows at once; answers the number of what it said. */
      show?: () => number;
      lookAgain?: (words: string) => void;
    },
  ): Promise<boolean> => {
    const shownAtOnce = atOnce && options.wait !== true;
    const answering = tap(verb, input, { atOnce: shownAtOnce });
    const shown = shownAtOnce ? options.show?.() : undefined;
    const answer = await answering;
    if (answer?.ok === true) {
      if (!shownAtOnce) options.show?.();
      return true;
    }
    if (shown !== undefined) unsay(shown);
    if (answer !== null) refuse(name, answer.refusal, options.lookAgain);
    return false;
  };

  const touched = (): void => {
    readySound();
    feel("tap");
    setSheet(undefined);
  };

  const cancelStart = (card: RunCard): void => {
    touched();
    const show = (): number => say(t("floor.said.cancelled", { stage: card.stageName }));
    void act("cancelStart", t("verb.cancelStart"), { runId: card.runId }, { show });
  };

  const resume = (card: RunCard): void => {
    touched();
    const show = (): number => say(t("floor.said.resumed", { stage: card.stageName }));
    void act("resumeRun", t("verb.resume"), { runId: card.runId }, { show });
  };

  const start = async (card: RunCard, inProgress: readonly RunCard[]): Promise<void> => {
    touched();
    const show = (): number => {
      // Drawn before it is focused, so that a screen reader follows the card to its new place.
      flushSync(() => setTab("inProgress"));
      focusCard(card.runId);
      return say(t("floor.undo.started", { stage: card.stageName }), () => {
        flushSync(() => setTab("waiting"));
        cancelStart(card);
      });
    };
    // One person runs one thing at a time: the server may well say no, and a card must not jump there and back.
    const wait = inProgress.some(({ state }) => state === "in_progress");
    const taken = await act("startRun", t("verb.start"), { runId: card.runId }, { show, wait });
    if (!taken) setTab("waiting");
  };

  const pause = (card: RunCard, reasonId: string | null): void => {
    touched();
    const show = (): number => say(t("floor.undo.paused", { stage: card.stageName }), () => resume(card));
    void act("pauseRun", t("verb.pause"), { runId: card.runId, reasonId }, { show });
  };

  const finish = async (card: RunCard, input: RequestOf<"finishRun">, draft: FinishDraft): Promise<void> => {
    touched();
    drafts.current.set(card.runId, draft);
    const taken = await act("finishRun", t("verb.finish"), input, {
      show: () => say(t("floor.said.finished", { stage: card.stageName })),
      lookAgain: (refused) => {
        setTab("inProgress");
        setSheet({ kind: "finish", runId: card.runId, refused });
      },
    });
    if (!taken) return;
    drafts.current.delete(card.runId);
    feel("done");
  };

  const record = (card: RunCard, units: number): void => {
    touched();
    const show = (): number => say(t("floor.said.progress", { done: units, total: card.units }));
    void act("recordProgress", t("floor.progress.open"), { runId: card.runId, units }, { show });
  };

  return {
    taps,
    saving,
    sheet,
    said,
    refusals,
    dismiss,
    hush,
    start: (card: RunCard, inProgress: readonly RunCard[]) => void start(card, inProgress),
    pause,
    resume,
    finish: (card: RunCard, input: RequestOf<"finishRun">, draft: FinishDraft) =>
      void finish(card, input, draft),
    cancelStart,
    record,
    open: (kind: Sheet["kind"], card: RunCard): void => {
      readySound();
      setSheet({ kind, runId: card.runId });
    },
    closeSheet: () => setSheet(undefined),
    draftOf: (runId: string) => drafts.current.get(runId),
    keepDraft: (runId: string, draft: FinishDraft): void => {
      drafts.current.set(runId, draft);
      setSheet(undefined);
    },
  };
}

function focusCard(runId: string): void {
  document.querySelector<HTMLElement>(`[data-run="${runId}"]`)?.focus({ preventScroll: true });
}
