import { Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { type Order, type PlacedRun, togetherWith } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";
import { UnitsTogether } from "./units-together.tsx";

/** A start that needs a word first: several units at once, materials to pick, a reason after the longest wait. */
export function StartDialog({
  order,
  stage,
  run,
  late: isLate = false,
  awaited: isAwaited = false,
  onClose,
}: PlacedRun & {
  readonly order: Order;
  /** The longest wait has passed: the server has said so already. */
  readonly late?: boolean;
  /** What the stage needs is still being made by other orders: the server has said so already. */
  readonly awaited?: boolean;
  readonly onClose: () => void;
}) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const start = useCommand("startRun");
  const materials = useRoute("showOrderMaterials", { orderId: order.id });
  const awaiting =
    materials.data?.rows.filter((row) => row.stageId === stage.id && row.awaitingSelection) ?? [];
  const together = togetherWith({ stage, run }, "startRun");
  const [runIds, setRunIds] = useState<readonly string[]>([run.id]);
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const [lateReason, setLateReason] = useState("");
  const [awaitedReason, setAwaitedReason] = useState("");
  const awaited = isAwaited || start.refusal?.code === "semi_finished_awaited";
  const late = isLate || start.refusal?.code === "wait_exceeded";
  const picks = awaiting.flatMap((row) => {
    const variantId = picked[row.normId];
    return variantId === undefined ? [] : [{ normId: row.normId, variantId }];
  });
  const [first, ...others] = runIds;
  const submit = async (): Promise<void> => {
    if (first === undefined) return;
    const answer = await start.run(
      {
        runId: first,
        alsoRunIds: others,
        picks,
        ...(lateReason.trim() === "" ? {} : { lateReason }),
        ...(awaitedReason.trim() === "" ? {} : { awaitedReason }),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    offer(
      others.length === 0
        ? t("order.started", { stage: stage.name })
        : t("run.startedSeveral", { stage: stage.name, count: runIds.length }),
      answer,
    );
    onClose();
  };
  return (
    <FormDialog
      title={t(late ? "order.lateTitle" : "run.startTitle", {
        stage: together.length > 1 ? stage.name : placeInWords({ order, stage, run }, { t }),
      })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.start")}
      pending={start.pending}
      refusal={start.refusal}
      disabled={
        first === undefined ||
        picks.length < awaiting.length ||
        (late && lateReason.trim() === "") ||
        (awaited && awaitedReason.trim() === "")
      }
    >
      {together.length > 1 && (
        <UnitsTogether
          label={t("run.howManyStart")}
          order={order}
          runs={together}
          value={runIds}
          onChange={setRunIds}
          error={faultAt(start.refusal, "alsoRunIds")}
        />
      )}
      {materials.pending && <PageSkeleton lines={2} />}
      {awaiting.map((row) => (
        <Select
          key={row.normId}
          label={t("run.pick", { item: row.itemName })}
          description={t("run.pickNeeds", { amount: quantity(row.norm, row.unit) })}
          required
          allowDeselect={false}
          data={row.choices.map((choice) => ({
            value: choice.variantId,
            label: t("run.pickChoice", {
              name: choice.variantName,
              free: quantity(choice.free, row.unit),
            }),
          }))}
          value={picked[row.normId] ?? null}
          onChange={(variantId) =>
            variantId !== null && setPicked((all) => ({ ...all, [row.normId]: variantId }))
          }
        />
      ))}
      {awaited && (
        <Textarea
          label={t("made.startAnyway")}
          description={t("made.startAnywayText")}
          required
          data-autofocus
          value={awaitedReason}
          onChange={(event) => setAwaitedReason(event.currentTarget.value)}
          error={faultAt(start.refusal, "awaitedReason")}
        />
      )}
      {late && (
        <Textarea
          label={t("order.reason")}
          description={t("order.lateText")}
          required
          value={lateReason}
          onChange={(event) => setLateReason(event.currentTarget.value)}
          error={faultAt(start.refusal, "lateReason")}
        />
      )}
    </FormDialog>
  );
}
