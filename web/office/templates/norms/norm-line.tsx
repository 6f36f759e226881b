import { ActionIcon, Button, Select } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { text } from "#kernel/decimal.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import { OwnField } from "../own-field.tsx";
import type { NormEdit } from "../stage-edit.ts";
import { amountOf, isFormula, percentOf, requiredOf, shareOf } from "../template-draft.ts";
import type { StageProps } from "../template-tab.ts";
import { AmountField } from "./amount-field.tsx";
import { MaterialFields } from "./material-fields.tsx";
import { NormSamples } from "./norm-samples.tsx";
import { unitOfNorm, useMaterialWords } from "./material-words.ts";
import style from "./norms.module.css";
import { useEngine } from "./use-engine.ts";

export type LineProps = StageProps & {
  readonly line: NormEdit;
  readonly place: number;
  readonly warehouses: readonly { readonly id: string; readonly name: string }[];
};

export function NormLine(props: LineProps) {
  const { line, place, warehouses, base, sample, product, editable, refusal, names } = props;
  const { norm } = line;
  const { t, quantity } = useTexts();
  const material = useMaterialWords(names);
  const at = (field: string): string | undefined => faultAt(refusal, `${line.path}.${field}`);
  const own = { edit: line, editable };
  const unit = unitOfNorm(norm, names);
  const ofUnit = <span className="soft">{unit === null ? "" : t(`unit.${unit}`)}</span>;
  const percent = <span className="soft">%</span>;
  const places = warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }));
  if (line.standing === "dropped") {
    return (
      <div className={style.dropped}>
        <s>{material(norm)}</s>
        <span className="soft">{t("template.normDropped")}</span>
        {editable && (
          <Button size="compact-xs" variant="light" onClick={line.toggle}>
            {t("template.takeBack")}
          </Button>
        )}
      </div>
    );
  }
  const amounts = [
    ["perUnit", t("template.normPerUnit")],
    ["perBatch", t("template.normPerBatch")],
  ] as const;
  return (
    <div className={style.norm} data-standing={line.standing}>
      <MaterialFields {...props} />
      <div className={style.warehouse}>
        <OwnField {...own} field="warehouseId" label={t("stock.warehouse")}>
          <Select
            label={t("stock.warehouse")}
            allowDeselect={false}
            data={
              places.some((one) => one.value === norm.warehouseId)
                ? places
                : [...places, { value: norm.warehouseId, label: names.warehouses[norm.warehouseId] ?? "…" }]
            }
            value={norm.warehouseId}
            onChange={(warehouseId) => warehouseId !== null && line.set({ warehouseId })}
            error={at("warehouseId")}
          />
        </OwnField>
      </div>
      {amounts.map(([field, label]) => (
        <div key={field} className={style.amount} data-formula={isFormula(norm[field]) || undefined}>
          <OwnField {...own} field={field} label={label}>
            <AmountField
              label={label}
              value={norm[field]}
              unit={unit}
              product={product}
              sample={sample}
              onChange={(amount) => line.set({ [field]: amount })}
              fault={{ message: at(field), data: refusal?.data }}
            />
          </OwnField>
        </div>
      ))}
      <OwnField {...own} field="loss" label={t("template.loss")}>
        <NumberField
          label={t("template.loss")}
          places={4}
          value={percentOf(norm.loss)}
          onChange={(loss) => line.set({ loss: shareOf(loss) })}
          rightSection={percent}
          error={at("loss")}
        />
      </OwnField>
      <OwnField {...own} field="allowance" label={t("template.allowance")}>
        <NumberField
          label={t("template.allowance")}
          places={4}
          value={percentOf(norm.allowance)}
          onChange={(allowance) => line.set({ allowance: shareOf(allowance) })}
          rightSection={percent}
          error={at("allowance")}
        />
      </OwnField>
      <OwnField {...own} field="roundingStep" label={t("template.step")}>
        <NumberField
          label={t("template.step")}
          value={norm.roundingStep ?? ""}
          onChange={(step) => line.set({ roundingStep: step === "" ? null : step })}
          rightSection={ofUnit}
          error={at("roundingStep")}
        />
      </OwnField>
      <div className={style.required}>
        <span className="soft">
          {t("template.required", { units: quantity(String(sample.quantity), base.unit) })}
        </span>
        <strong>
          <Required {...props} />
        </strong>
      </div>
      <NormSamples {...props} />
      {editable && (
        <ActionIcon
          className={style.removeNorm ?? ""}
          aria-label={t("template.removeNorm", { number: place + 1 })}
          onClick={line.toggle}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

/** What the sample order needs; a dash while a number is missing or a formula can't be worked out. */
export function Required({
  line: { norm },
  names,
  product,
  sample,
}: Pick<LineProps, "line" | "names" | "product" | "sample">) {
  const { quantity } = useTexts();
  const unit = unitOfNorm(norm, names);
  const byFormula = isFormula(norm.perUnit) || isFormula(norm.perBatch);
  const engine = useEngine(byFormula);
  const amounts = byFormula
    ? (engine?.sampleAmounts(norm, unit ?? "pcs", product, sample) ?? null)
    : { perUnitSum: amountOf(norm.perUnit).times(sample.quantity), perBatch: amountOf(norm.perBatch) };
  const required = amounts === null ? null : requiredOf(norm, amounts);
  if (required === null) return "–";
  return unit === null ? text(required) : quantity(text(required), unit);
}
