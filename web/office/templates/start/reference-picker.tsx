import { Select } from "@mantine/core";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { ItemPicker } from "../../pickers/item-picker.tsx";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { VariantPicker } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { StatusSelect, useTrades } from "../selects.tsx";

type Reference = OutputOf<"checkTemplateFile">["missing"][number];
type Props = {
  readonly reference: Reference;
  /** The product that the template is for. */
  readonly itemId: string | null;
  readonly value: string | null;
  readonly onChange: (id: string) => void;
};

/** What is meant here by a name of the file that this workspace doesn't know. */
export function ReferencePicker({ reference, itemId, value, onChange }: Props) {
  const { t } = useTexts();
  const warehouses = useRoute("listWarehouses", {}, { enabled: reference.kind === "warehouse" }).data?.rows;
  const product = useRoute(
    "showItem",
    { itemId: itemId ?? "" },
    { enabled: reference.kind === "upsell" && itemId !== null },
  ).data;
  const subcontractors = useRoute(
    "listSubcontractors",
    { limit: 200 },
    { enabled: reference.kind === "subcontractor" },
  ).data;
  const trades = useTrades();
  const label = t(`template.reference.${reference.kind}`, { name: reference.name });
  const take = (id: string | null): void => {
    if (id !== null) onChange(id);
  };
  switch (reference.kind) {
    case "variant":
      return (
        <VariantPicker
          label={label}
          comboboxProps={{ withinPortal: false }}
          value={value}
          onChange={(one) => take(one?.id ?? null)}
        />
      );
    case "item":
      return (
        <ItemPicker
          label={label}
          comboboxProps={{ withinPortal: false }}
          fits={(item) => item.kind !== "product"}
          value={value}
          onChange={(one) => take(one?.id ?? null)}
        />
      );
    case "member":
      return <MemberPicker label={label} value={value} onChange={take} />;
    case "deal_status":
      return <StatusSelect label={label} placeholder="" clearable={false} value={value} onChange={take} />;
    case "trade":
      return <Select label={label} data={trades} value={value} onChange={take} />;
    case "warehouse":
      return (
        <Select
          label={label}
          data={(warehouses ?? [])
            .filter((one) => !one.archived)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={value}
          onChange={take}
        />
      );
    case "subcontractor":
      return (
        <Select
          label={label}
          searchable
          data={(subcontractors?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={value}
          onChange={take}
        />
      );
    case "upsell":
      return (
        <Select
          label={label}
          data={(product?.upsells ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={value}
          onChange={take}
        />
      );
  }
}
