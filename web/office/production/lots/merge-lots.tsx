import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, OrderStage } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { lotInWords } from "./lot-words.ts";

type Props = { readonly order: Order; readonly stage: OrderStage };

/** Lots that stand before the same stage may go on as one. */
export function MergeButton({ order, stage }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const ready = standingBefore(stage);
  if (!order.verbs.includes("mergeLots") || order.batchMode !== "split" || ready.length < 2) return null;
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
        {t("run.merge")}
      </Button>
      {open && <MergeDialog order={order} stage={stage} onClose={() => setOpen(false)} />}
    </>
  );
}

const standingBefore = (stage: OrderStage) => stage.runs.filter((run) => run.state === "ready");

function MergeDialog({ order, stage, onClose }: Props & { readonly onClose: () => void }) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const merge = useCommand("mergeLots");
  const ready = standingBefore(stage);
  const [lotIds, setLotIds] = useState<readonly string[]>(ready.map((run) => run.lotId));
  const submit = async (): Promise<void> => {
    const answer = await merge.run({ orderId: order.id, lotIds: [...lotIds] }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.merged", { count: lotIds.length }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("run.mergeTitle", { stage: stage.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("run.merge")}
      pending={merge.pending}
      refusal={merge.refusal}
      disabled={lotIds.length < 2}
    >
      <Checkbox.Group label={t("run.mergeWhich")} value={[...lotIds]} onChange={setLotIds}>
        {ready.map((run) => (
          <Checkbox
            key={run.lotId}
            mt="xs"
            value={run.lotId}
            label={`${lotInWords(run.lotNumber, { t })}, ${quantity(String(run.units), order.unit)}`}
          />
        ))}
      </Checkbox.Group>
      <p className="soft">{t("run.mergeHint")}</p>
    </FormDialog>
  );
}
