import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { DefectDialog } from "../defects/defect-dialog.tsx";
import { SplitLotDialog } from "../lots/split-lot.tsx";
import type { Order, PlacedRun } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";
import { FinishRunDialog } from "./finish-run-dialog.tsx";
import { ReopenDialog } from "./reopen-dialog.tsx";
import { BlockDialog, PauseDialog, ProgressDialog, ReasonDialog, ReassignDialog } from "./run-dialogs.tsx";
import { StartDialog } from "./start-dialog.tsx";
import type { OpenDialog } from "./use-run-verbs.ts";

type Props = PlacedRun & {
  readonly order: Order;
  readonly verb: OpenDialog | undefined;
  readonly onClose: () => void;
};

/** The dialog of a verb that asks before it acts; nothing while none is open. */
export function RunDialog({ verb, ...place }: Props) {
  switch (verb) {
    case "startRun":
      return <StartDialog {...place} />;
    case "lateStart":
      return <StartDialog {...place} late />;
    case "awaitedStart":
      return <StartDialog {...place} awaited />;
    case "finishRun":
      return <FinishRunDialog {...place} />;
    case "pauseRun":
      return <PauseDialog {...place} />;
    case "blockRun":
      return <BlockDialog {...place} />;
    case "reassignRun":
      return <ReassignDialog {...place} />;
    case "recordProgress":
      return <ProgressDialog {...place} />;
    case "reportDefect":
      return <DefectDialog {...place} />;
    case "reopenRun":
      return <ReopenDialog {...place} />;
    case "splitLot":
      return <SplitLotDialog {...place} />;
    case "releaseRunEarly":
      return <ReleaseDialog {...place} />;
    case "letGo":
      return <LetGoDialog {...place} />;
    case undefined:
      return null;
  }
}

type Place = Omit<Props, "verb">;

/** With `also`: the others of a group, for the same reason. */
export function ReleaseDialog({
  order,
  stage,
  run,
  also = [],
  onClose,
}: Place & { readonly also?: readonly string[] }) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const release = useCommand("releaseRunEarly");
  const submit = async (reason: string): Promise<boolean> => {
    const answer = await release.run({ runId: run.id, alsoRunIds: [...also], reason }, { inPlace: true });
    if (answer.ok) offer(t("run.released", { stage: stage.name }), answer);
    return answer.ok;
  };
  return (
    <ReasonDialog
      title={t("order.releaseTitle", {
        stage: also.length > 0 ? stage.name : placeInWords({ order, stage, run }, { t }),
      })}
      text={
        also.length > 0 ? t("run.releaseSeveralText", { count: also.length + 1 }) : t("order.releaseText")
      }
      submitLabel={t("order.releaseEarly")}
      pending={release.pending}
      refusal={release.refusal}
      onClose={onClose}
      onSubmit={submit}
    />
  );
}

function LetGoDialog({ order, stage, run, onClose }: Place) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const letGo = useCommand("letGo");
  const submit = async (reason: string): Promise<boolean> => {
    const answer = await letGo.run({ runId: run.id, reason }, { inPlace: true });
    if (answer.ok) offer(t("run.wentOn", { stage: stage.name }), answer);
    return answer.ok;
  };
  return (
    <ReasonDialog
      title={t("run.letGoTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      text={t("run.letGoText")}
      submitLabel={t("run.letGo")}
      pending={letGo.pending}
      refusal={letGo.refusal}
      onClose={onClose}
      onSubmit={submit}
    />
  );
}
