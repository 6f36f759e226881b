import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { ItemPicker } from "../../pickers/item-picker.tsx";
import { useTexts } from "../texts.ts";
import { emptyBody } from "../template-draft.ts";
import style from "./start.module.css";

type Props = {
  readonly itemId: string | null;
  readonly onBack: () => void;
  readonly onMade: (templateId: string) => void;
};

/** What is made by workshops and has no template yet: a product has one. */
export const wantsTemplate = (item: { readonly kind: string; readonly hasTemplate: boolean }): boolean =>
  item.kind !== "material" && !item.hasTemplate;

export function EmptyTemplateForm({ itemId: wanted, onBack, onMade }: Props) {
  const { t } = useTexts();
  const add = useCommand("addTemplate");
  const asked = useRoute("showItem", { itemId: wanted ?? "" }, { enabled: wanted !== null }).data;
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const [itemId, setItemId] = useState(wanted);
  const [typedName, setName] = useState<string>();
  const [finished, setFinished] = useState<string | null>(null);
  const name = typedName ?? asked?.name ?? "";
  const warehouseId = finished ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);
  const submit = async (): Promise<void> => {
    if (itemId === null || warehouseId === null) return;
    const body = emptyBody(t("template.firstStage"), warehouseId);
    const answer = await add.run({ itemId, name, body }, { inPlace: true });
    if (answer.ok) onMade(answer.value.templateId);
  };
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!add.pending) void submit();
      }}
    >
      <p className="soft">{t("template.fromEmptyHint")}</p>
      <ItemPicker
        label={t("board.product")}
        description={t("template.productHint")}
        placeholder={t("dealLine.variantHint")}
        required
        data-autofocus
        comboboxProps={{ withinPortal: false }}
        fits={wantsTemplate}
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
      <RefusalNotice refusal={add.refusal} />
      <div className={style.buttons}>
        <Button variant="default" onClick={onBack}>
          {t("template.otherWay")}
        </Button>
        <Button
          type="submit"
          loading={add.pending}
          disabled={itemId === null || name.trim() === "" || warehouseId === null}
        >
          {t("template.make")}
        </Button>
      </div>
    </form>
  );
}
