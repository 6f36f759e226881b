import { useCallback, useState } from "react";
import { flushSync } from "react-dom";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { isSignedOut } from "../shell/refused.ts";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import type { RunCard, TapVerb } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";
import { useSaid } from "./use-said.ts";
import { useTaps } from "./use-taps.ts";

/** What stands on the screen over the cards. */
export type Sheet = {
  readonly kind: "start" | "pause" | "finish" | "defect" | "more";
  readonly runId: string;
  /** Of several units: those that Start would take. */
  readonly runIds?: readonly string[];
  readonly refused?: Refused | undefined;
};
type Options = {
  /** Shown only once the server has answered. */
  readonly wait?: boolean;
  /** Draws what follows; answers the number of what it said. */
  readonly show?: (undo: () => void) => number;
  /** Where something can be done about a refusal: the way back to it. */
  readonly lookAgain?: (refused: Refused) => (() => void) | undefined;
};

/** One tap: shown at once, told in words, taken back in words when the server refuses. */
export function useAct(setTab: (tab: Tab) => void) {
  const { t } = useTexts();
  // Known to be cut off, a tap promises nothing that it can't keep: it waits for its answer.
  const atOnce = useConnection();
  const { tap, taps, saving } = useTaps();
  const { say, unsay, refuse, ...told } = useSaid();
  const [sheet, setSheet] = useState<Sheet>();

  const act = async <Verb extends TapVerb>(
    verb: Verb,
    name: string,
    cards: readonly RunCard[],
    input: RequestOf<Verb>,
    options: Options,
  ): Promise<OutputOf<Verb> | undefined> => {
    const shownAtOnce = atOnce && options.wait !== true;
    const { commandId, answering } = tap(verb, input, { atOnce: shownAtOnce, cards });
    const undo = (): void => takeBack(verb, cards, commandId);
    const shown = shownAtOnce ? options.show?.(undo) : undefined;
    const answer = await answering;
    if (answer?.ok === true) {
      if (!shownAtOnce) options.show?.(undo);
      return answer.value;
    }
    if (shown !== undefined) unsay(shown);
    if (answer !== null) {
      feel("refused");
      const { refusal } = answer;
      if (!isSignedOut(refusal)) refuse(name, refusal, options.lookAgain?.(refusal));
    }
    return undefined;
  };

  const touched = (): void => {
    readySound();
    feel("tap");
    setSheet(undefined);
  };

  /** By the id of the tap itself: what the server then reverses is all that the tap did, for every unit of it. */
  const takeBack = (verb: TapVerb, cards: readonly RunCard[], commandId: string): void => {
    const [first] = cards;
    if (first === undefined) return;
    const { orderId, runId, stageName } = first;
    touched();
    if (verb === "startRun") flushSync(() => setTab("waiting"));
    if (verb === "finishRun") flushSync(() => setTab("inProgress"));
    const options: Options = {
      // Where the server decided what became of the units, it says what they are again.
      wait: verb === "reportDefect",
      show: () => {
        focusCard(runId);
        return say(t("floor.said.undone", { stage: stageName }));
      },
    };
    void act("undoWork", t("action.undo"), cards, { orderId, commandId }, options);
  };

  /** Its code did not arrive: as good as no connection, and to be tapped again. */
  const sheetFailed = (): void => {
    setSheet(undefined);
    feel("refused");
    refuse(t("floor.open"), { code: "no_connection", message: "" });
  };

  return {
    act,
    sheetFailed,
    touched,
    say,
    told,
    taps,
    saving,
    sheet,
    setSheet,
    closeSheet: useCallback(() => setSheet(undefined), []),
  };
}

export function focusCard(runId: string): void {
  document.querySelector<HTMLElement>(`[data-run="${runId}"]`)?.focus({ preventScroll: true });
}
