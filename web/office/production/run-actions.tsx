import { Button } from "@mantine/core";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { isClosed } from "./board-card.tsx";
import { FinishRunDialog } from "./finish-run-dialog.tsx";
import { currentRun, type Order, type PlacedRun, type StageRun, withRun } from "./order-types.ts";
import { BlockDialog, PauseDialog, ReasonDialog, ReassignDialog } from "./run-dialogs.tsx";
import { useReserve } from "./use-reserve.ts";
import style from "./order-card.module.css";

/** In the order in which they stand beside each other: what one does most often first. */
const verbTexts = {
  startRun: "verb.start",
  finishRun: "verb.finish",
  resumeRun: "verb.resume",
  pauseRun: "verb.pause",
  unblockRun: "verb.unblock",
  releaseRunEarly: "order.releaseEarly",
  blockRun: "verb.block",
  reassignRun: "order.reassign",
  cancelStart: "verb.cancelStart",
} as const;
type Verb = keyof typeof verbTexts;
const verbs = Object.keys(verbTexts) as Verb[];
const leading: readonly Verb[] = ["startRun", "finishRun", "resumeRun", "unblockRun"];

type DialogVerb = Exclude<Verb, "startRun" | "resumeRun" | "unblockRun" | "cancelStart"> | "lateStart";

/** What one may do with a run now, as the server says it. */
function useRunVerbs(order: Order, { stage, run }: PlacedRun) {
  const { t } = useTexts();
  const [dialog, setDialog] = useState<DialogVerb>();
  const start = useCommand("startRun");
  const resume = useCommand("resumeRun");
  const unblock = useCommand("unblockRun");
  const cancel = useCommand("cancelStart");
  const pending = start.pending || resume.pending || unblock.pending || cancel.pending;
  const shows = (part: Partial<StageRun>) => ({
    optimistic: (cache: Parameters<NonNullable<Parameters<typeof start.run>[1]>["optimistic"] & object>[0]) =>
      cache.change("showOrder", (shown) => (shown.id === order.id ? withRun(shown, run.id, part) : shown)),
  });
  const takeBack = async (): Promise<void> => {
    const answer = await cancel.run({ runId: run.id }, shows({ state: "ready", verbs: [] }));
    if (answer.ok) notify({ tone: "done", text: t("order.startCancelled", { stage: stage.name }) });
  };
  const begin = async (): Promise<void> => {
    const answer = await start.run(
      { runId: run.id },
      {
        ...shows({ state: "in_progress", verbs: [], workingSince: new Date().toISOString() }),
        inPlace: true,
      },
    );
    if (answer.ok) {
      notify({
        tone: "done",
        text: t("order.started", { stage: stage.name }),
        act: { label: t("action.undo"), run: () => void takeBack() },
      });
    } else if (answer.refusal.code === "wait_exceeded") setDialog("lateStart");
    else notify({ tone: "refusal", refusal: answer.refusal });
  };
  const act = (verb: Verb): void => {
    if (verb === "startRun") void begin();
    else if (verb === "resumeRun") {
      void resume.run({ runId: run.id }, shows({ state: "in_progress", verbs: [] }));
    } else if (verb === "unblockRun") {
      void unblock.run(
        { runId: run.id },
        shows({ state: run.startedAt === null ? "ready" : "paused", verbs: [] }),
      );
    } else if (verb === "cancelStart") void takeBack();
    else setDialog(verb);
  };
  return { act, pending, dialog, close: () => setDialog(undefined) };
}

type Props = PlacedRun & { readonly order: Order };

/** All verbs of a run, as buttons. */
export function RunButtons({ order, stage, run }: Props) {
  const { t } = useTexts();
  const { act, pending, dialog, close } = useRunVerbs(order, { stage, run });
  const open = verbs.filter((verb) => run.verbs.includes(verb));
  return (
    <>
      {open.length > 0 && (
        <div className={style.verbs}>
          {open.map((verb) => (
            <Button
              key={verb}
              size="xs"
              variant={leading.includes(verb) ? "filled" : "default"}
              disabled={pending}
              onClick={() => act(verb)}
            >
              {t(verbTexts[verb])}
            </Button>
          ))}
        </div>
      )}
      <RunDialog verb={dialog} order={order} stage={stage} run={run} onClose={close} />
    </>
  );
}

/** The one thing to do next with this order, if there is one. */
export function NextAction({ order }: { readonly order: Order }) {
  const placed = currentRun(order);
  if (isClosed(order.status)) return null;
  if (placed !== undefined && leading.some((verb) => placed.run.verbs.includes(verb))) {
    return <NextVerb key={placed.run.id} order={order} {...placed} />;
  }
  if (order.shortages > 0 && order.verbs.includes("reserveOrder")) return <ReserveButton order={order} />;
  return null;
}

function NextVerb({ order, stage, run }: Props) {
  const { t } = useTexts();
  const { act, pending, dialog, close } = useRunVerbs(order, { stage, run });
  const verb = leading.find((one) => run.verbs.includes(one));
  return (
    <>
      {verb !== undefined && (
        <Button loading={pending} onClick={() => act(verb)}>
          {t("order.next", { verb: t(verbTexts[verb]), stage: stage.name })}
        </Button>
      )}
      <RunDialog verb={dialog} order={order} stage={stage} run={run} onClose={close} />
    </>
  );
}

export function ReserveButton({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const reserve = useReserve(order.id);
  return (
    <Button variant="light" loading={reserve.pending} onClick={() => void reserve.run()}>
      {t("order.reserve")}
    </Button>
  );
}

function RunDialog(props: Props & { readonly verb: DialogVerb | undefined; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { verb, order, stage, run, onClose } = props;
  const late = useCommand("startRun");
  const release = useCommand("releaseRunEarly");
  switch (verb) {
    case "finishRun":
      return <FinishRunDialog order={order} stage={stage} run={run} onClose={onClose} />;
    case "pauseRun":
      return <PauseDialog stage={stage} run={run} onClose={onClose} />;
    case "blockRun":
      return <BlockDialog stage={stage} run={run} onClose={onClose} />;
    case "reassignRun":
      return <ReassignDialog stage={stage} run={run} onClose={onClose} />;
    case "releaseRunEarly":
      return (
        <ReasonDialog
          title={t("order.releaseTitle", { stage: stage.name })}
          text={t("order.releaseText")}
          submitLabel={t("order.releaseEarly")}
          pending={release.pending}
          refusal={release.refusal}
          onClose={onClose}
          onSubmit={async (reason) => (await release.run({ runId: run.id, reason }, { inPlace: true })).ok}
        />
      );
    case "lateStart":
      return (
        <ReasonDialog
          title={t("order.lateTitle", { stage: stage.name })}
          text={t("order.lateText")}
          submitLabel={t("verb.start")}
          pending={late.pending}
          refusal={late.refusal}
          onClose={onClose}
          onSubmit={async (lateReason) =>
            (await late.run({ runId: run.id, lateReason }, { inPlace: true })).ok
          }
        />
      );
    case undefined:
      return null;
  }
}
