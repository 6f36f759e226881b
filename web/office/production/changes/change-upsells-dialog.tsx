import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";

/** Options sold on top. Optional stages switch with them where their place is still ahead. */
export function ChangeUpsellsDialog({
  order,
  onClose,
}: {
  readonly order: Order;
  readonly onClose: () => void;
}) {
  const { t, money, list } = useTexts();
  const offer = useOfferUndo(order.id);
  const change = useCommand("changeUpsells");
  const item = useRoute("showItem", { itemId: order.itemId });
  const before = order.upsells.map((upsell) => upsell.id);
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const upsells = item.data?.upsells.filter((one) => !one.archived || before.includes(one.id));
  const same = chosen.length === before.length && before.every((id) => chosen.includes(id));
  const off = order.stages.filter((stage) => stage.optional).map((stage) => stage.name);
  const submit = async (): Promise<void> => {
    const answer = await change.run({ orderId: order.id, upsellIds: [...chosen] }, { inPlace: true });
    if (!answer.ok) return;
    const { switchedOn, switchedOff, shortages } = answer.value;
    offer(
      [
        t("order.upsellsChanged"),
        switchedOn.length === 0 ? null : t("order.switchedOn", { names: list(switchedOn) }),
        switchedOff.length === 0 ? null : t("order.switchedOff", { names: list(switchedOff) }),
      ]
        .filter((part) => part !== null)
        .join(" "),
      answer,
    );
    if (shortages.length > 0)
      notify({ tone: "note", text: t("order.nowShort", { count: shortages.length }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("order.upsellsTitle", { number: order.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={same}
    >
      <RefusalNotice refusal={item.refusal} retry={item.refetch} />
      {upsells === undefined && item.refusal === undefined && <PageSkeleton lines={3} />}
      {upsells?.length === 0 && <p className="soft">{t("order.noUpsells")}</p>}
      {upsells !== undefined && upsells.length > 0 && (
        <Checkbox.Group label={t("order.upsells")} value={[...chosen]} onChange={setChosen}>
          {upsells.map((one) => (
            <Checkbox
              key={one.id}
              mt="xs"
              value={one.id}
              label={t("order.upsellPrice", { name: one.name, price: money(one.price) })}
            />
          ))}
        </Checkbox.Group>
      )}
      {off.length > 0 && <p className="soft">{t("order.upsellsHint", { names: list(off) })}</p>}
    </FormDialog>
  );
}
