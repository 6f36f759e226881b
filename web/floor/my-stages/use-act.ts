import { useCallback, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { heldIn } from "../outbox/held-photos.ts";
import { useTexts } from "../texts.ts";
import { whenDrawn } from "./in-turn.ts";
import type { Me, RunCard, TapVerb } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";
import { useSaid } from "./use-said.ts";
import { useTaps } from "./use-taps.ts";

/** What stands on the screen over the cards. */
export type Sheet = {
  readonly kind: "start" | "pause" | "finish" | "defect" | "more" | "stopped";
  readonly runId: string;
  /** Of several units: those that Start would take. */
  readonly runIds?: readonly string[];
  readonly refused?: Refused | undefined;
};
type Options = {
  /** Shown only once the server has answered. */
  readonly wait?: boolean;
  /** Draws what follows; answers the number of what it said. The id names the tap. */
  readonly show?: (undo: () => void, commandId: string) => number;
  /** Where something can be done about a refusal: the way back to it. */
  readonly lookAgain?: (refused: Refused) => (() => void) | undefined;
};

/** One tap: stored, shown at once, told in words; when the server refuses, it waits with its words for its person. */
export function useAct(me: Me, setTab: (tab: Tab) => void) {
  const { t } = useTexts();
  const { tap, takeBack: removeUnsent, taps, saving } = useTaps(me);
  // By the tap's id, as long as the page lives.
  const waysBack = useRef(new Map<string, NonNullable<Options["lookAgain"]>>());
  const { say, unsay, refuse, ...told } = useSaid();
  const [sheet, setSheet] = useState<Sheet>();

  const act = async <Verb extends TapVerb>(
    verb: Verb,
    name: string,
    cards: readonly RunCard[],
    input: RequestOf<Verb>,
    options: Options,
  ): Promise<OutputOf<Verb> | undefined> => {
    const shownAtOnce = options.wait !== true;
    const tapped = await tap(verb, input, { atOnce: shownAtOnce, cards }).catch(() => undefined);
    if (tapped === undefined) {
      feel("refused");
      // Nothing of it is kept, neither tap nor photo; what was typed stands in its sheet.
      refuse(t(heldIn(input).length > 0 ? "floor.notKept.photos" : "floor.notKept", { verb: name }));
      return undefined;
    }
    const { commandId, answering } = tapped;
    if (options.lookAgain !== undefined) waysBack.current.set(commandId, options.lookAgain);
    const undo = (): void => void takeBack(verb, cards, commandId);
    const shown = shownAtOnce ? options.show?.(undo, commandId) : undefined;
    const answer = await answering;
    if (answer?.ok === true) {
      waysBack.current.delete(commandId);
      if (!shownAtOnce) options.show?.(undo, commandId);
      return answer.value;
    }
    if (shown !== undefined) unsay(shown);
    if (answer !== null) feel("refused");
    return undefined;
  };

  const touched = (): void => {
    readySound();
    feel("tap");
    setSheet(undefined);
  };

  /** By the id of the tap itself: what the server then reverses is all that the tap did, for every unit of it. */
  const takeBack = async (verb: TapVerb, cards: readonly RunCard[], commandId: string): Promise<void> => {
    const [first] = cards;
    if (first === undefined) return;
    const { orderId, runId, stageName } = first;
    touched();
    // One that has not been sent never was.
    const isUnsent = await removeUnsent(commandId);
    if (verb === "startRun") flushSync(() => setTab("waiting"));
    if (verb === "finishRun") flushSync(() => setTab("inProgress"));
    if (isUnsent) {
      focusCard(runId);
      say(t("floor.said.undone", { stage: stageName }));
      return;
    }
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
    refuse(t("floor.sheetMissing"));
  };

  return {
    act,
    removeUnsent,
    /** To what a refused tap was about, with what was typed; undefined where there is none any more. */
    wayBackOf: (commandId: string, refused: Refused): (() => void) | undefined =>
      waysBack.current.get(commandId)?.(refused),
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
  whenDrawn(runId, (card) => card.focus({ preventScroll: true }));
}
