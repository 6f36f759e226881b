import { Radio, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { CoffeeFields, coffeeBody, type CoffeeChoices, noChoices } from "./coffee-fields.tsx";
import { emptyBody } from "./template-draft.ts";

type Props = {
  readonly itemId: string | null;
  readonly onClose: () => void;
  readonly onMade: (templateId: string) => void;
};

/** A product, and where to start from: nothing, or the ready template of a coffee roastery. */
export function NewTemplateDialog({ itemId: wanted, onClose, onMade }: Props) {
  const { t } = useTexts();
  const add = useCommand("addTemplate");
  const asked = useRoute("showItem", { itemId: wanted ?? "" }, { enabled: wanted !== null }).data;
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const [itemId, setItemId] = useState(wanted);
  const [typedName, setName] = useState<string>();
  const [from, setFrom] = useState<"empty" | "coffee">("empty");
  const [finished, setFinished] = useState<string | null>(null);
  const [coffee, setCoffee] = useState<CoffeeChoices>(noChoices);
  const name = typedName ?? asked?.name ?? "";
  const warehouseId = finished ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);

  const body: TemplateBody | null =
    warehouseId === null
      ? null
      : from === "coffee"
        ? coffeeBody(coffee, warehouseId, t)
        : emptyBody(t("template.firstStage"), warehouseId);
  const submit = async (): Promise<void> => {
    if (itemId === null || body === null) return;
    const answer = await add.run({ itemId, name, body }, { inPlace: true });
    if (answer.ok) onMade(answer.value.templateId);
  };
  return (
    <FormDialog
      title={t("template.new")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("template.make")}
      pending={add.pending}
      refusal={add.refusal}
      disabled={itemId === null || name.trim() === "" || body === null}
    >
      <ItemPicker
        label={t("board.product")}
        description={t("template.productHint")}
        placeholder={t("dealLine.variantHint")}
        required
        data-autofocus
        comboboxProps={{ withinPortal: false }}
        value={itemId}
        onChange={(item) => {
          setItemId(item?.id ?? null);
          if (item !== null) setName(item.name);
        }}
        error={faultAt(add.refusal, "itemId")}
      />
      <TextInput
        label={t("template.name")}
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(add.refusal, "name")}
      />
      <Select
        label={t("template.finishedWarehouse")}
        required
        allowDeselect={false}
        data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
        value={warehouseId}
        onChange={setFinished}
        error={faultAt(add.refusal, "body.policies.finishedWarehouseId")}
      />
      <Radio.Group
        label={t("template.startFrom")}
        value={from}
        onChange={(next) => setFrom(next === "coffee" ? "coffee" : "empty")}
      >
        <Radio
          mt={8}
          value="empty"
          label={t("template.fromEmpty")}
          description={t("template.fromEmptyHint")}
        />
        <Radio
          mt={8}
          value="coffee"
          label={t("template.fromCoffee")}
          description={t("template.fromCoffeeHint")}
        />
      </Radio.Group>
      {from === "coffee" && (
        <CoffeeFields choices={coffee} onChange={setCoffee} warehouses={warehouses} refusal={add.refusal} />
      )}
    </FormDialog>
  );
}
