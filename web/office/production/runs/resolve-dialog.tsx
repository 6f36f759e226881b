import { Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, PlacedRun } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";

export type Resolution = RequestOf<"resolveEscalation">["decision"];
export const resolutions = ["once_more", "write_off", "accept"] as const satisfies readonly Resolution[];

type Props = PlacedRun & {
  readonly order: Order;
  readonly decision: Resolution;
  readonly onClose: () => void;
};

/** A person's decision on units that came back too often; its reason stays with the order. */
export function ResolveDialog({ order, stage, run, decision: wanted, onClose }: Props) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const resolve = useCommand("resolveEscalation");
  const [decision, setDecision] = useState<Resolution>(wanted);
  const [reason, setReason] = useState("");
  const units = quantity(String(run.units), order.unit);
  const submit = async (): Promise<void> => {
    const answer = await resolve.run({ runId: run.id, decision, reason }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.resolved", { units, decision: t(`run.resolve.${decision}`) }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("run.resolveTitle", { units, stage: stage.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t(`run.resolve.${decision}`)}
      alarming={decision === "write_off"}
      pending={resolve.pending}
      refusal={resolve.refusal}
      disabled={reason.trim() === ""}
    >
      <Radio.Group
        label={t("run.resolveWhat")}
        value={decision}
        onChange={(value) => setDecision(resolutions.find((one) => one === value) ?? decision)}
      >
        {resolutions.map((one) => (
          <Radio
            key={one}
            mt="xs"
            value={one}
            label={t(`run.resolve.${one}`)}
            description={t(`run.resolveMeans.${one}`)}
          />
        ))}
      </Radio.Group>
      <Textarea
        label={t("order.reason")}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={faultAt(resolve.refusal, "reason")}
      />
    </FormDialog>
  );
}
