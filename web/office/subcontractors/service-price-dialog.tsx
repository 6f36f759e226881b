import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../production/texts.ts";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";

export type ServicePrice = OutputOf<"showSubcontractor">["priceList"][number];
type Props = {
  readonly subcontractor: { readonly id: string; readonly name: string };
  /** null: of a service that has none yet */
  readonly price: ServicePrice | null;
  readonly onClose: () => void;
};
const priceKinds = [
  "per_unit",
  "fixed",
  "hourly",
  "variable",
] as const satisfies readonly ServicePrice["kind"][];

/** What a service costs from now on; what was agreed in templates and orders stays. */
export function ServicePriceDialog({ subcontractor, price: before, onClose }: Props) {
  const { t } = useTexts();
  const set = useCommand("setSubcontractorPrice");
  const [service, setService] = useState(before?.service ?? "");
  const [kind, setKind] = useState<ServicePrice["kind"]>(before?.kind ?? "per_unit");
  const [amount, setAmount] = useState(before?.amount ?? "");
  const submit = async (withdrawn: boolean): Promise<void> => {
    const answer = await set.run(
      { subcontractorId: subcontractor.id, service, kind, amount: amount === "" ? "0" : amount, withdrawn },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={
        before === null
          ? t("subs.addPrice")
          : t("subs.priceOf", { service: before.service, name: subcontractor.name })
      }
      onClose={onClose}
      onSubmit={() => void submit(false)}
      aside={
        before !== null && (
          <Button variant="subtle" color="red" disabled={set.pending} onClick={() => void submit(true)}>
            {t("subs.withdraw")}
          </Button>
        )
      }
      pending={set.pending}
      refusal={set.refusal}
      disabled={service.trim() === "" || amount === ""}
    >
      {before === null && (
        <TextInput
          label={t("subs.service")}
          required
          data-autofocus
          value={service}
          onChange={(event) => setService(event.currentTarget.value)}
          error={faultAt(set.refusal, "service")}
        />
      )}
      <FormRow>
        <Select
          label={t("subs.priceKind")}
          allowDeselect={false}
          data={priceKinds.map((value) => ({ value, label: t(`price.kind.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(priceKinds.find((one) => one === value) ?? kind)}
        />
        <NumberField
          label={t(`subs.amount.${kind}`)}
          required
          places={4}
          value={amount}
          onChange={setAmount}
          error={faultAt(set.refusal, "amount")}
        />
      </FormRow>
      <p className="soft">{t("subs.priceHint")}</p>
    </FormDialog>
  );
}
