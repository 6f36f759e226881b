import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { type RunOptions, useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import { lotOf, type Order, type PlacedRun, type StageRun, withRun } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { isAtOnce, type Verb, type VerbAtOnce, verbs } from "./run-verbs.ts";

export type OpenDialog = Exclude<Verb, VerbAtOnce> | "lateStart" | "awaitedStart";

/** What the server says that this member may do with a run and its lot now; of one unit there is no “so far”. */
export function verbsOf(order: Order, run: StageRun): Verb[] {
  const ofLot = lotOf(order, run)?.verbs ?? [];
  const standsBefore = run.state === "ready" || run.state === "waiting";
  const told = run.units === 1 ? verbs.filter((verb) => verb !== "recordProgress") : verbs;
  return told.filter(
    (verb) => run.verbs.includes(verb) || (standsBefore && verb === "splitLot" && ofLot.includes(verb)),
  );
}

/** Verbs that one tap does are done here, shown at once and offered back; the others open their dialog. */
export function useRunVerbs(order: Order, { stage, run }: PlacedRun) {
  const { t } = useTexts();
  const { member, can } = useSession();
  const [dialog, setDialog] = useState<OpenDialog>();
  const commands = {
    startRun: useCommand("startRun"),
    resumeRun: useCommand("resumeRun"),
    unblockRun: useCommand("unblockRun"),
    cancelStart: useCommand("cancelStart"),
    joinRun: useCommand("joinRun"),
    leaveRun: useCommand("leaveRun"),
  };
  const shows = (part: Partial<StageRun>): RunOptions => ({
    optimistic: (cache) =>
      cache.change("showOrder", (shown) => (shown.id === order.id ? withRun(shown, run.id, part) : shown)),
  });
  const others = run.crew.filter((one) => one.memberId !== member.id);
  const effects: Readonly<Record<VerbAtOnce, Partial<StageRun>>> = {
    resumeRun: { state: "in_progress", verbs: [] },
    unblockRun: { state: run.startedAt === null ? "ready" : "paused", verbs: [] },
    cancelStart: { state: "ready", verbs: [], startedAt: null },
    joinRun: { crew: [...others, { memberId: member.id, name: member.name, working: true }], verbs: [] },
    leaveRun: { crew: others, verbs: [] },
  };
  const offer = useOfferUndo(order.id);

  const begin = async (): Promise<void> => {
    const working: Partial<StageRun> = {
      state: "in_progress",
      verbs: [],
      workingSince: new Date().toISOString(),
    };
    const answer = await commands.startRun.run({ runId: run.id }, { ...shows(working), inPlace: true });
    if (answer.ok) offer(t("order.started", { stage: stage.name }), answer);
    else if (answer.refusal.code === "wait_exceeded") setDialog("lateStart");
    else if (answer.refusal.code === "semi_finished_awaited" && can("run.release_early"))
      setDialog("awaitedStart");
    else if (answer.refusal.code === "selection_missing") setDialog("startRun");
    else notify({ tone: "refusal", refusal: answer.refusal });
  };
  const doAtOnce = async (verb: VerbAtOnce): Promise<void> => {
    const answer = await commands[verb].run({ runId: run.id }, shows(effects[verb]));
    if (answer.ok) offer(t(saidOf[verb], { stage: stage.name }), answer);
  };
  const act = (verb: Verb): void => {
    if (verb === "startRun") void begin();
    else if (isAtOnce(verb)) void doAtOnce(verb);
    else setDialog(verb);
  };
  const pending = Object.values(commands).some((command) => command.pending);
  return { act, pending, dialog, close: () => setDialog(undefined) };
}

const saidOf = {
  resumeRun: "run.resumed",
  unblockRun: "run.unblocked",
  cancelStart: "order.startCancelled",
  joinRun: "run.joined",
  leaveRun: "run.left",
} as const satisfies Record<VerbAtOnce, string>;
