import { useRef } from "react";
import { flushSync } from "react-dom";
import type { Action } from "#modules/access/contract/actions.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { feel, readySound } from "../feedback.ts";
import { useTexts } from "../texts.ts";
import { toPick } from "./card-words.ts";
import type { DefectDraft } from "./defect-form.ts";
import type { FinishDraft, FinishReading } from "./finish-form.ts";
import type { CardGroup } from "./group-cards.ts";
import { type Me, type RunCard, type RunTapVerb, worksOn } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";
import { focusCard, type Sheet, useAct } from "./use-act.ts";

export type StartWith = Pick<RequestOf<"startRun">, "picks" | "lateReason" | "awaitedReason">;
type LookAgain = (refused: Refused) => () => void;

/** What can be tapped on the page, verb by verb. */
export function useActs(me: Me, may: (action: Action) => boolean, setTab: (tab: Tab) => void) {
  const { t, quantity } = useTexts();
  const { act, removeUnsent, wayBackOf, touched, say, told, taps, saving, ...sheets } = useAct(me, setTab);
  const { sheet, setSheet, closeSheet, sheetFailed } = sheets;
  const finishDrafts = useRef(new Map<string, FinishDraft>());
  const defectDrafts = useRef(new Map<string, DefectDraft>());

  const begin = async (
    group: CardGroup,
    runIds: readonly string[],
    inProgress: readonly RunCard[],
    parts: StartWith,
  ): Promise<void> => {
    const { lead } = group;
    touched();
    const cards = cardsOf(group).filter(({ runId }) => runIds.includes(runId));
    const [runId = lead.runId, ...alsoRunIds] = runIds;
    const input = { runId, ...(alsoRunIds.length === 0 ? {} : { alsoRunIds }), ...parts };
    const again: LookAgain = (refused) => () => {
      setTab("waiting");
      setSheet({ kind: "start", runId: lead.runId, runIds, refused });
    };
    // Something can be done about it there: pick another one, or say why it begins late.
    const answerable = [
      ...(may("run.release_early") ? ["wait_exceeded", "semi_finished_awaited"] : []),
      ...(toPick(lead).length > 0 ? ["not_enough_stock"] : []),
    ];
    const taken = await act("startRun", t("verb.start"), cards, input, {
      // One person runs one thing at a time: the server may well say no, and a card must not jump there and back.
      wait: inProgress.some((card) => worksOn(card, me)),
      show: (undo) => {
        // Drawn before it is focused, so that a screen reader follows the card to its new place.
        flushSync(() => setTab("inProgress"));
        focusCard(runId);
        return say(t("floor.undo.started", { stage: lead.stageName }), undo);
      },
      lookAgain: (refused) => (answerable.includes(refused.code) ? again(refused) : undefined),
    });
    if (taken === undefined) setTab("waiting");
  };

  const start = (group: CardGroup, runIds: readonly string[], inProgress: readonly RunCard[]): void => {
    const open = toPick(group.lead);
    const only = open.flatMap(({ normId, choices }) =>
      choices.length === 1 && choices[0] !== undefined ? [{ normId, variantId: choices[0].variantId }] : [],
    );
    // Where there is but one to take, nobody is asked which.
    if (only.length === open.length) {
      void begin(group, runIds, inProgress, only.length === 0 ? {} : { picks: only });
      return;
    }
    readySound();
    setSheet({ kind: "start", runId: group.lead.runId, runIds });
  };

  const join = async ({ lead }: CardGroup, inProgress: readonly RunCard[]): Promise<void> => {
    const { runId, stageName } = lead;
    touched();
    const taken = await act(
      "joinRun",
      t("floor.join"),
      [lead],
      { runId },
      {
        wait: inProgress.some((card) => worksOn(card, me)),
        show: () => {
          flushSync(() => setTab("inProgress"));
          focusCard(runId);
          return say(t("floor.said.joined", { stage: stageName }));
        },
      },
    );
    if (taken === undefined) setTab("waiting");
  };

  /** Pause and resume act on one's own stretch, with all the runs that it is on: one tap, one command. */
  const resume = (group: CardGroup): void => {
    const { runId, stageName } = group.lead;
    touched();
    const show = (): number => say(t("floor.said.resumed", { stage: stageName }));
    void act("resumeRun", t("verb.resume"), cardsOf(group), { runId }, { show });
  };

  const pause = (group: CardGroup, reasonId: string | null): void => {
    const { runId, stageName } = group.lead;
    touched();
    // Undone, a pause would leave the run paused all the same (work never goes on by itself): it is resumed.
    // One that has not been sent yet never was: then the work has gone on all the time.
    const show = (_undo: () => void, commandId: string): number =>
      say(t("floor.undo.paused", { stage: stageName }), () => {
        void removeUnsent(commandId).then((isUnsent) => (isUnsent ? touched() : resume(group)));
      });
    void act("pauseRun", t("verb.pause"), cardsOf(group), { runId, reasonId }, { show });
  };

  /** All the runs of a card in one command: either none of it happens, or all. */
  const onAll = (
    verb: RunTapVerb & ("cancelStart" | "leaveRun"),
    name: string,
    group: CardGroup,
    words: string,
  ): void => {
    touched();
    const cards = cardsOf(group);
    const alsoRunIds = cards.map(({ runId }) => runId).filter((runId) => runId !== group.lead.runId);
    const input = { runId: group.lead.runId, ...(alsoRunIds.length === 0 ? {} : { alsoRunIds }) };
    void act(verb, name, cards, input, { show: () => say(words) });
  };

  const cancelStart = (group: CardGroup): void => {
    const words = t("floor.said.cancelled", { stage: group.lead.stageName });
    onAll("cancelStart", t("verb.cancelStart"), group, words);
  };

  const leave = (group: CardGroup): void =>
    onAll("leaveRun", t("floor.leave"), group, t("floor.said.left", { stage: group.lead.stageName }));

  const record = (card: RunCard, units: number): void => {
    touched();
    const show = (): number => say(t("floor.said.progress", { done: units, total: card.units }));
    void act("recordProgress", t("floor.progress.open"), [card], { runId: card.runId, units }, { show });
  };

  /** Units that failed: the answer says whether a person has to decide about them. */
  const tell = async (
    group: CardGroup,
    input: RequestOf<"reportDefect">,
    reason: string,
    lookAgain: LookAgain,
  ): Promise<boolean> => {
    const cards = cardsOf(group, input);
    let undo: (() => void) | undefined;
    const taken = await act("reportDefect", t("verb.reportDefect"), cards, input, {
      // What it does to lots is the server's to say.
      wait: true,
      show: (takeItBack) => {
        undo = takeItBack;
        return 0;
      },
      lookAgain,
    });
    if (taken === undefined) return false;
    feel(taken.escalated ? "refused" : "done");
    const units = quantity(String(input.units), group.lead.unit);
    const words = taken.escalated
      ? t("floor.said.escalated", { quantity: units })
      : t("floor.said.defect", { quantity: units, reason });
    say(words, undo);
    return true;
  };

  const report = async (
    group: CardGroup,
    input: RequestOf<"reportDefect">,
    draft: DefectDraft,
  ): Promise<void> => {
    const { runId } = group.lead;
    touched();
    defectDrafts.current.set(runId, draft);
    const again: LookAgain = (refused) => () => setSheet({ kind: "defect", runId, refused });
    if (await tell(group, input, draft.reason?.name ?? "", again)) defectDrafts.current.delete(runId);
  };

  const finish = async (
    group: CardGroup,
    send: NonNullable<FinishReading["send"]>,
    draft: FinishDraft,
  ): Promise<void> => {
    const { lead } = group;
    const { runId } = lead;
    if (send.verb === "recordProgress") {
      finishDrafts.current.delete(runId);
      record(lead, send.input.units);
      return;
    }
    touched();
    finishDrafts.current.set(runId, draft);
    const again: LookAgain = (refused) => () => {
      setTab("inProgress");
      setSheet({ kind: "finish", runId, refused });
    };
    if (send.verb === "reportDefect") {
      if (await tell(group, send.input, send.reason, again)) finishDrafts.current.delete(runId);
      return;
    }
    const { input } = send;
    const words =
      input.leaveRest === true
        ? t("floor.said.sentOn", { quantity: quantity(String(input.units), lead.unit) })
        : t("floor.said.finished", { stage: lead.stageName });
    let takeItBack: (() => void) | undefined;
    const taken = await act("finishRun", t("verb.finish"), cardsOf(group, input), input, {
      // What becomes of units that are not good is the server's to say.
      wait: input.failed !== undefined || input.leaveRest === true,
      show: (undo) => {
        takeItBack = undo;
        // What failed may wait for a person now: the answer says whether.
        return input.failed === undefined ? say(words, undo) : 0;
      },
      lookAgain: again,
    });
    if (taken === undefined) return;
    finishDrafts.current.delete(runId);
    feel(taken.escalated ? "refused" : "done");
    if (input.failed === undefined) return;
    const failed = input.failed.reduce((sum, part) => sum + part.units, 0);
    const escalated = t("floor.said.escalated", { quantity: quantity(String(failed), lead.unit) });
    say(taken.escalated ? escalated : words, takeItBack);
  };

  const open = (kind: Sheet["kind"], { lead }: CardGroup): void => {
    readySound();
    setSheet({ kind, runId: lead.runId });
  };

  return {
    act,
    say,
    touched,
    taps,
    saving,
    sheet,
    told,
    wayBackOf,
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
    closeSheet,
    sheetFailed,
    finishDraftOf: (runId: string) => finishDrafts.current.get(runId),
    defectDraftOf: (runId: string) => defectDrafts.current.get(runId),
    keepDraft: (runId: string, draft: FinishDraft): void => {
      finishDrafts.current.set(runId, draft);
      closeSheet();
    },
    /** From the checklist that says no, with what was typed kept. */
    defectInstead: (group: CardGroup, draft: FinishDraft): void => {
      finishDrafts.current.set(group.lead.runId, draft);
      setSheet({ kind: "defect", runId: group.lead.runId });
    },
  };
}

type Several = { readonly runId: string; readonly alsoRunIds?: readonly string[] | undefined };

/** The cards of a group, or of those of its runs that an input names. */
function cardsOf({ units }: CardGroup, input?: Several): readonly RunCard[] {
  const cards = units.flatMap(({ card }) => (card === null ? [] : [card]));
  if (input === undefined) return cards;
  const runIds = [input.runId, ...(input.alsoRunIds ?? [])];
  return cards.filter(({ runId }) => runIds.includes(runId));
}
