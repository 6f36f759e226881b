import { useCallback, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { isSignedOut } from "../shell/refused.ts";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import { toPick } from "./card-words.ts";
import type { DefectDraft } from "./defect-form.ts";
import type { FinishDraft, FinishReading } from "./finish-form.ts";
import type { CardGroup } from "./group-cards.ts";
import { type Me, type RunCard, type RunTapVerb, type TapVerb, worksOn } from "./show-taps.ts";
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
type Picks = NonNullable<RequestOf<"startRun">["picks"]>;
type Act = {
  readonly wait?: boolean;
  /** Draws what follows at once; answers the number of what it said. */
  readonly show?: (undo: () => void) => number;
  readonly lookAgain?: (refused: Refused) => void;
};

/** Every tap of the page: shown at once, told in words, taken back in words when the server refuses. */
export function useActs(me: Me, setTab: (tab: Tab) => void) {
  const { t, quantity } = useTexts();
  // Known to be cut off, a tap promises nothing that it can't keep: it waits for its answer.
  const atOnce = useConnection();
  const { tap, taps, saving } = useTaps();
  const { said, say, unsay, hush, refusals, refuse, dismiss } = useSaid();
  const [sheet, setSheet] = useState<Sheet>();
  const finishDrafts = useRef(new Map<string, FinishDraft>());
  const defectDrafts = useRef(new Map<string, DefectDraft>());

  const act = async <Verb extends TapVerb>(
    verb: Verb,
    name: string,
    cards: readonly RunCard[],
    input: RequestOf<Verb>,
    options: Act,
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
      const again = options.lookAgain;
      if (!isSignedOut(refusal))
        refuse(name, refusal, again === undefined ? undefined : () => again(refusal));
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
    touched();
    const wait = verb === "reportDefect";
    if (verb === "startRun") flushSync(() => setTab("waiting"));
    if (verb === "finishRun") flushSync(() => setTab("inProgress"));
    void act(
      "undoWork",
      t("action.undo"),
      cards,
      { orderId: first.orderId, commandId },
      {
        wait,
        show: () => {
          focusCard(first.runId);
          return say(t("floor.said.undone", { stage: first.stageName }));
        },
      },
    );
  };

  /** One verb on each of the runs of a card: they stand together on the screen and at the bench. */
  const onEach = <Verb extends RunTapVerb>(
    verb: Verb,
    name: string,
    group: CardGroup,
    inputOf: (runId: string) => RequestOf<Verb>,
    show: () => number,
  ): void => {
    touched();
    for (const card of cardsOf(group)) {
      void act(verb, name, [card], inputOf(card.runId), card === group.lead ? { show } : {});
    }
  };

  const cancelStart = (group: CardGroup): void => {
    const show = (): number => say(t("floor.said.cancelled", { stage: group.lead.stageName }));
    onEach("cancelStart", t("verb.cancelStart"), group, (runId) => ({ runId }), show);
  };

  const resume = (group: CardGroup): void => {
    const show = (): number => say(t("floor.said.resumed", { stage: group.lead.stageName }));
    onEach("resumeRun", t("verb.resume"), group, (runId) => ({ runId }), show);
  };

  const pause = (group: CardGroup, reasonId: string | null): void => {
    // Undone, a pause would leave the run paused all the same (work never goes on by itself): it is resumed.
    const show = (): number =>
      say(t("floor.undo.paused", { stage: group.lead.stageName }), () => resume(group));
    onEach("pauseRun", t("verb.pause"), group, (runId) => ({ runId, reasonId }), show);
  };

  const begin = async (
    group: CardGroup,
    runIds: readonly string[],
    inProgress: readonly RunCard[],
    picks: Picks,
  ): Promise<void> => {
    const { lead } = group;
    touched();
    const cards = cardsOf(group).filter(({ runId }) => runIds.includes(runId));
    const [runId = lead.runId, ...alsoRunIds] = runIds;
    const input = {
      runId,
      ...(alsoRunIds.length === 0 ? {} : { alsoRunIds }),
      ...(picks.length === 0 ? {} : { picks }),
    };
    const show = (undo: () => void): number => {
      // Drawn before it is focused, so that a screen reader follows the card to its new place.
      flushSync(() => setTab("inProgress"));
      focusCard(runId);
      return say(t("floor.undo.started", { stage: lead.stageName }), undo);
    };
    // One person runs one thing at a time: the server may well say no, and a card must not jump there and back.
    const wait = inProgress.some((card) => worksOn(card, me));
    const lookAgain =
      toPick(lead).length === 0
        ? undefined
        : (refused: Refused) => {
            setTab("waiting");
            setSheet({ kind: "start", runId: lead.runId, runIds, refused });
          };
    const taken = await act("startRun", t("verb.start"), cards, input, {
      show,
      wait,
      ...(lookAgain === undefined ? {} : { lookAgain }),
    });
    if (taken === undefined) setTab("waiting");
  };

  const start = (group: CardGroup, runIds: readonly string[], inProgress: readonly RunCard[]): void => {
    const open = toPick(group.lead);
    const only = open.flatMap(({ normId, choices }) =>
      choices.length === 1 && choices[0] !== undefined ? [{ normId, variantId: choices[0].variantId }] : [],
    );
    // Where there is but one to take, nobody is asked which.
    if (only.length === open.length) void begin(group, runIds, inProgress, only);
    else {
      readySound();
      setSheet({ kind: "start", runId: group.lead.runId, runIds });
    }
  };

  const join = async ({ lead }: CardGroup, inProgress: readonly RunCard[]): Promise<void> => {
    touched();
    const show = (): number => {
      flushSync(() => setTab("inProgress"));
      focusCard(lead.runId);
      return say(t("floor.said.joined", { stage: lead.stageName }));
    };
    const wait = inProgress.some((card) => worksOn(card, me));
    const options = { show, wait };
    const taken = await act("joinRun", t("floor.join"), [lead], { runId: lead.runId }, options);
    if (taken === undefined) setTab("waiting");
  };

  const leave = (group: CardGroup): void => {
    const show = (): number => say(t("floor.said.left", { stage: group.lead.stageName }));
    onEach("leaveRun", t("floor.leave"), group, (runId) => ({ runId }), show);
  };

  const record = (card: RunCard, units: number): void => {
    touched();
    const show = (): number => say(t("floor.said.progress", { done: units, total: card.units }));
    void act("recordProgress", t("floor.progress.open"), [card], { runId: card.runId, units }, { show });
  };

  const finish = async (
    group: CardGroup,
    send: NonNullable<FinishReading["send"]>,
    draft: FinishDraft,
  ): Promise<void> => {
    const { lead } = group;
    if (send.verb === "recordProgress") {
      finishDrafts.current.delete(lead.runId);
      record(lead, send.input.units);
      return;
    }
    touched();
    finishDrafts.current.set(lead.runId, draft);
    const { input } = send;
    const runIds = [input.runId, ...(input.alsoRunIds ?? [])];
    const cards = cardsOf(group).filter(({ runId }) => runIds.includes(runId));
    const taken = await act("finishRun", t("verb.finish"), cards, input, {
      // What becomes of the units that are not good is the server's to say.
      wait: input.failed !== undefined || input.leaveRest === true,
      show: (undo) => say(t("floor.said.finished", { stage: lead.stageName }), undo),
      lookAgain: (refused) => {
        setTab("inProgress");
        setSheet({ kind: "finish", runId: lead.runId, refused });
      },
    });
    if (taken === undefined) return;
    finishDrafts.current.delete(lead.runId);
    feel("done");
  };

  const report = async (
    group: CardGroup,
    input: RequestOf<"reportDefect">,
    draft: DefectDraft,
  ): Promise<void> => {
    const { lead } = group;
    touched();
    defectDrafts.current.set(lead.runId, draft);
    const runIds = [input.runId, ...(input.alsoRunIds ?? [])];
    const cards = cardsOf(group).filter(({ runId }) => runIds.includes(runId));
    let takeItBack: (() => void) | undefined;
    const taken = await act("reportDefect", t("verb.reportDefect"), cards, input, {
      wait: true,
      show: (undo) => {
        takeItBack = undo;
        return 0;
      },
      lookAgain: (refused) => setSheet({ kind: "defect", runId: lead.runId, refused }),
    });
    if (taken === undefined) return;
    defectDrafts.current.delete(lead.runId);
    feel(taken.escalated ? "refused" : "done");
    const units = quantity(String(input.units), lead.unit);
    const words = taken.escalated
      ? t("floor.said.escalated", { quantity: units })
      : t("floor.said.defect", { quantity: units, reason: draft.reason?.name ?? "" });
    say(words, takeItBack);
  };

  const open = (kind: Sheet["kind"], { lead }: CardGroup): void => {
    readySound();
    setSheet({ kind, runId: lead.runId });
  };

  return {
    taps,
    saving,
    sheet,
    said,
    refusals,
    dismiss,
    hush,
    start,
    begin: (...all: Parameters<typeof begin>): void => void begin(...all),
    join: (...all: Parameters<typeof join>): void => void join(...all),
    leave,
    pause,
    resume,
    finish: (...all: Parameters<typeof finish>): void => void finish(...all),
    report: (...all: Parameters<typeof report>): void => void report(...all),
    cancelStart,
    record,
    open,
    closeSheet: useCallback(() => setSheet(undefined), []),
    finishDraftOf: (runId: string) => finishDrafts.current.get(runId),
    defectDraftOf: (runId: string) => defectDrafts.current.get(runId),
    keepDraft: (runId: string, draft: FinishDraft): void => {
      finishDrafts.current.set(runId, draft);
      setSheet(undefined);
    },
    /** From the checklist that says no, with what was typed kept. */
    defectInstead: (group: CardGroup, draft: FinishDraft): void => {
      finishDrafts.current.set(group.lead.runId, draft);
      setSheet({ kind: "defect", runId: group.lead.runId });
    },
  };
}

const cardsOf = ({ units }: CardGroup): readonly RunCard[] =>
  units.flatMap(({ card }) => (card === null ? [] : [card]));

function focusCard(runId: string): void {
  document.querySelector<HTMLElement>(`[data-run="${runId}"]`)?.focus({ preventScroll: true });
}
