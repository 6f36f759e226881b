import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { text } from "#kernel/decimal.ts";
import type { TemplateNorm } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { nameOfVariant, type PickedVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { type StageProps, useStageChange } from "./stage-props.ts";
import { newNorm, percentOf, requiredOf, shareOf } from "./template-draft.ts";
import style from "./template.module.css";

/** The bill of materials of a stage; what the sample order would need stands at the end of each line. */
export function NormTable(props: StageProps) {
  const { stage, body, editable, base } = props;
  const { t } = useTexts();
  const set = useStageChange(props);
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  // What was picked here is not yet among the names that came with the template.
  const [picked, setPicked] = useState<ReadonlyMap<string, PickedVariant>>(new Map());
  const usual =
    body.stages.flatMap((one) => one.norms)[0]?.warehouseId ??
    warehouses.find((warehouse) => warehouse.id !== body.policies.finishedWarehouseId)?.id ??
    body.policies.finishedWarehouseId;
  return (
    <>
      <div className={style.consumption}>
        <span id={`consumption-${stage.key}`}>{t("template.consumption")}</span>
        <SegmentedControl
          aria-labelledby={`consumption-${stage.key}`}
          disabled={!editable}
          value={stage.consumption}
          onChange={(next) => set({ consumption: next === "at_start" ? "at_start" : "at_completion" })}
          data={[
            { value: "at_start", label: t("template.atStart") },
            { value: "at_completion", label: t("template.atCompletion") },
          ]}
        />
      </div>
      {stage.norms.length === 0 && <p className="soft">{t("template.noNorms")}</p>}
      <ol className={style.norms}>
        {stage.norms.map((norm, place) => (
          // A norm has no id of its own; lines are only added at the end or taken out.
          <li key={`${place} ${stage.norms.length}`}>
            <NormLine
              {...props}
              norm={norm}
              place={place}
              warehouses={warehouses}
              unit={
                picked.get(norm.variantId)?.item.unit ?? base.names.variants[norm.variantId]?.unit ?? null
              }
              onVariant={(variant) => setPicked((before) => new Map(before).set(variant.id, variant))}
            />
          </li>
        ))}
      </ol>
      {editable && (
        <div>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set({ norms: [...stage.norms, newNorm(usual)] })}
          >
            {t("template.addNorm")}
          </Button>
        </div>
      )}
    </>
  );
}

type LineProps = StageProps & {
  readonly norm: TemplateNorm;
  readonly place: number;
  readonly warehouses: readonly { readonly id: string; readonly name: string }[];
  readonly unit: string | null;
  readonly onVariant: (variant: PickedVariant) => void;
};

function NormLine(props: LineProps) {
  const { stage, index, norm, place, warehouses, unit, base, units, editable, refusal, onVariant } = props;
  const { t, quantity, lookUp } = useTexts();
  const setStage = useStageChange(props);
  const set = (part: Partial<TemplateNorm>): void =>
    setStage({ norms: stage.norms.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const at = (field: string): string | undefined =>
    faultAt(refusal, `body.stages.${index}.norms.${place}.${field}`);
  const known = base.names.variants[norm.variantId];
  const required = requiredOf(norm, units);
  const unitWord = unit === null ? "" : (lookUp(`unit.${unit}`) ?? unit);
  const ofUnit = <span className="soft">{unitWord}</span>;
  const percent = <span className="soft">%</span>;
  const places = warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }));
  return (
    <div className={style.norm}>
      <div className={style.normMaterial}>
        <VariantPicker
          label={t("board.material")}
          placeholder={t("dealLine.variantHint")}
          value={norm.variantId === "" ? null : norm.variantId}
          {...(known === undefined ? {} : { chosenName: nameOfVariant(known.itemName, known.variantName) })}
          onChange={(variant) => {
            if (variant === null) return;
            onVariant(variant);
            set({ variantId: variant.id });
          }}
          error={at("variantId")}
        />
      </div>
      <Select
        label={t("stock.warehouse")}
        allowDeselect={false}
        data={
          places.some((one) => one.value === norm.warehouseId)
            ? places
            : [...places, { value: norm.warehouseId, label: base.names.warehouses[norm.warehouseId] ?? "…" }]
        }
        value={norm.warehouseId}
        onChange={(warehouseId) => warehouseId !== null && set({ warehouseId })}
        error={at("warehouseId")}
      />
      <NumberField
        label={t("template.normPerUnit")}
        value={norm.perUnit}
        onChange={(perUnit) => set({ perUnit })}
        rightSection={ofUnit}
        error={at("perUnit")}
      />
      <NumberField
        label={t("template.normPerBatch")}
        value={norm.perBatch}
        onChange={(perBatch) => set({ perBatch })}
        rightSection={ofUnit}
        error={at("perBatch")}
      />
      <NumberField
        label={t("template.loss")}
        places={4}
        value={percentOf(norm.loss)}
        onChange={(loss) => set({ loss: shareOf(loss) })}
        rightSection={percent}
        error={at("loss")}
      />
      <NumberField
        label={t("template.allowance")}
        places={4}
        value={percentOf(norm.allowance)}
        onChange={(allowance) => set({ allowance: shareOf(allowance) })}
        rightSection={percent}
        error={at("allowance")}
      />
      <NumberField
        label={t("template.step")}
        value={norm.roundingStep ?? ""}
        onChange={(step) => set({ roundingStep: step === "" ? null : step })}
        rightSection={ofUnit}
        error={at("roundingStep")}
      />
      <div className={style.required}>
        <span className="soft">{t("template.required", { units: quantity(String(units), base.unit) })}</span>
        <strong>
          {required === null ? "–" : unit === null ? text(required) : quantity(text(required), unit)}
        </strong>
      </div>
      {editable && (
        <ActionIcon
          className={style.removeNorm ?? ""}
          aria-label={t("template.removeNorm", { number: place + 1 })}
          onClick={() => setStage({ norms: stage.norms.filter((_, other) => other !== place) })}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
