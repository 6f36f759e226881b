import { Select } from "@mantine/core";
import type { OutputOf } from "#modules/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { readyTemplateCoffee } from "#modules/templates/core/ready-template-coffee.ts";
import type { Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { VariantPicker } from "../pickers/variant-picker.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { type OfficeTexts, useTexts } from "../texts.ts";
import { StatusSelect, useTrades } from "./selects.tsx";

/** What the ready template has to be told about this workspace; "" is not chosen yet. */
export type CoffeeChoices = {
  readonly greenBeans: string;
  readonly bag: string;
  readonly label: string;
  readonly valve: string;
  readonly materials: string;
  readonly roaster: string;
  readonly packer: string;
  readonly accepted: string;
  readonly readyToShip: string;
  readonly kilograms: string;
};
export const noChoices: CoffeeChoices = {
  greenBeans: "",
  bag: "",
  label: "",
  valve: "",
  materials: "",
  roaster: "",
  packer: "",
  accepted: "",
  readyToShip: "",
  kilograms: "0.25",
};

/** Null until everything that it can't do without is chosen; without deal statuses it has no triggers. */
export function coffeeBody(
  choices: CoffeeChoices,
  finishedGoods: string,
  t: OfficeTexts["t"],
): TemplateBody | null {
  const { greenBeans, bag, label, valve, materials, roaster, packer, kilograms, accepted, readyToShip } =
    choices;
  if ([greenBeans, bag, label, valve, materials, roaster, packer, kilograms].includes("")) return null;
  // Any id will do where none is chosen: the trigger is taken out again below.
  const ids = { greenBeans, bag, label, valve, materials, finishedGoods, roaster, packer, responsible: null };
  const body = readyTemplateCoffee(
    { ...ids, accepted: accepted || roaster, readyToShip: readyToShip || roaster },
    {
      roasting: t("ready.coffee.roasting"),
      roastingInstruction: t("ready.coffee.roastingInstruction"),
      degassing: t("ready.coffee.degassing"),
      packaging: t("ready.coffee.packaging"),
      packagingInstruction: t("ready.coffee.packagingInstruction"),
    },
    kilograms,
  );
  return {
    ...body,
    triggers: {
      ...body.triggers,
      start: accepted === "" ? null : body.triggers.start,
      done: readyToShip === "" ? null : body.triggers.done,
    },
  };
}

type Props = {
  readonly choices: CoffeeChoices;
  readonly onChange: (choices: CoffeeChoices) => void;
  readonly warehouses: OutputOf<"listWarehouses">["rows"];
  readonly refusal: Refused | undefined;
};

export function CoffeeFields({ choices, onChange, warehouses }: Props) {
  const { t } = useTexts();
  const trades = useTrades();
  const set = (part: Partial<CoffeeChoices>): void => onChange({ ...choices, ...part });
  const variant = (key: "greenBeans" | "bag" | "label" | "valve", label: string) => (
    <VariantPicker
      label={label}
      kind="material"
      placeholder={t("dealLine.variantHint")}
      required
      value={choices[key] === "" ? null : choices[key]}
      onChange={(picked) => picked !== null && set({ [key]: picked.id })}
    />
  );
  const trade = (key: "roaster" | "packer", label: string) => (
    <Select
      label={label}
      required
      data={trades}
      value={choices[key] === "" ? null : choices[key]}
      onChange={(id) => set({ [key]: id ?? "" })}
    />
  );
  return (
    <>
      {variant("greenBeans", t("template.coffee.beans"))}
      <NumberField
        label={t("template.coffee.kilograms")}
        required
        value={choices.kilograms}
        onChange={(kilograms) => set({ kilograms })}
        rightSection={<span className="soft">{t("unit.kg")}</span>}
      />
      {variant("bag", t("template.coffee.bag"))}
      {variant("label", t("template.coffee.label"))}
      {variant("valve", t("template.coffee.valve"))}
      <Select
        label={t("template.coffee.materials")}
        required
        allowDeselect={false}
        data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
        value={choices.materials === "" ? null : choices.materials}
        onChange={(id) => set({ materials: id ?? "" })}
      />
      <FormRow>
        {trade("roaster", t("template.coffee.roaster"))}
        {trade("packer", t("template.coffee.packer"))}
      </FormRow>
      <FormRow>
        <StatusSelect
          label={t("template.startTrigger")}
          value={choices.accepted === "" ? null : choices.accepted}
          onChange={(id) => set({ accepted: id ?? "" })}
        />
        <StatusSelect
          label={t("template.doneTrigger")}
          value={choices.readyToShip === "" ? null : choices.readyToShip}
          onChange={(id) => set({ readyToShip: id ?? "" })}
        />
      </FormRow>
    </>
  );
}
