import { Select } from "@mantine/core";
import { type Performer, type PriceKind } from "#modules/templates/contract/template-body.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { StageProps } from "../template-tab.ts";

type Outside = Extract<Performer, { kind: "subcontractor" }>;
type Props = {
  readonly performer: Outside;
  readonly names: StageProps["names"];
  readonly onChange: (next: Outside) => void;
  readonly at: (field: string) => string | undefined;
};
const priceKinds = [
  "fixed",
  "hourly",
  "per_unit",
  "variable",
] as const satisfies readonly Outside["price"]["kind"][];

/** Who makes the stage outside the house. */
export function SubcontractorSelect({ performer, names, onChange, at }: Props) {
  const { t } = useTexts();
  const { data } = useRoute("listSubcontractors", { limit: 200 });
  const listed = (data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const { subcontractorId } = performer;
  const known =
    subcontractorId === "" || listed.some((one) => one.value === subcontractorId)
      ? listed
      : [...listed, { value: subcontractorId, label: names.subcontractors[subcontractorId] ?? "…" }];
  return (
    <Select
      label={t("template.subcontractor")}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t(data?.rows.length === 0 ? "template.subcontractorNone" : "picker.nothing")}
      data={known}
      value={subcontractorId === "" ? null : subcontractorId}
      onChange={(id) => {
        const label = known.find((one) => one.value === id)?.label;
        if (id === null || label === undefined) return;
        names.learn({ subcontractors: { [id]: label } });
        onChange({ ...performer, subcontractorId: id });
      }}
      error={at("subcontractorId")}
    />
  );
}

/** What was agreed with them: typed, or taken from what the dictionary says of a service. */
export function AgreedPriceFields({ performer, onChange, at }: Props) {
  const { t, money } = useTexts();
  const { kind, amount } = performer.price;
  const { data } = useRoute(
    "showSubcontractor",
    { subcontractorId: performer.subcontractorId },
    { enabled: performer.subcontractorId !== "" },
  );
  const services = (data?.priceList ?? []).filter((price) => price.amount !== null);
  const set = (price: Outside["price"]): void => onChange({ ...performer, price });
  return (
    <>
      <FormRow>
        <Select
          label={t("template.subcontractorPriceKind")}
          allowDeselect={false}
          data={priceKinds.map((value) => ({ value, label: t(`template.subcontractorPriceKind.${value}`) }))}
          value={kind}
          onChange={(value) => {
            const next: PriceKind | undefined = priceKinds.find((one) => one === value);
            if (next !== undefined) set({ kind: next, amount });
          }}
        />
        <NumberField
          label={t(`template.subcontractorAmount.${kind}`)}
          description={t(`template.subcontractorHint.${kind}`)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          places={4}
          value={amount}
          onChange={(typed) => set({ kind, amount: typed })}
          error={at("price.amount")}
        />
      </FormRow>
      {services.length > 0 && (
        <Select
          label={t("template.subcontractorFromList")}
          description={t("template.subcontractorFromListHint")}
          data={services.map((price) => ({
            value: price.service,
            label: `${price.service}: ${money(price.amount ?? "0")}, ${t(`template.subcontractorPriceKind.${price.kind}`)}`,
          }))}
          value={null}
          onChange={(service) => {
            const price = services.find((one) => one.service === service);
            if (price === undefined || price.amount === null) return;
            set({ kind: price.kind, amount: price.amount });
          }}
        />
      )}
    </>
  );
}
