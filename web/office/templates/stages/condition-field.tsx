import { Checkbox, SegmentedControl, Select } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";
import { FormulaField } from "../norms/formula-field.tsx";
import type { StageProps } from "../template-tab.ts";
import style from "../template.module.css";

/** Mandatory; or worked only where an upsell was ordered, or an expression holds. */
export function ConditionField(props: StageProps) {
  const { edit, editable, refusal, product, names } = props;
  const { t } = useTexts();
  const { condition } = edit.stage;
  const at = (field: string): string | undefined => faultAt(refusal, `${edit.path}.condition${field}`);
  const upsells = (product?.upsells ?? [])
    .filter(
      (upsell) => !upsell.archived || (condition?.kind === "upsell" && condition.upsellId === upsell.id),
    )
    .map((upsell) => ({ value: upsell.id, label: upsell.name }));
  const chosen = condition?.kind === "upsell" ? condition.upsellId : "";
  if (chosen !== "" && !upsells.some(({ value }) => value === chosen)) {
    upsells.push({ value: chosen, label: names.upsells[chosen] ?? "…" });
  }
  const become = (kind: string): void => {
    if (kind === "expression") edit.set({ condition: { kind, expression: "= " } });
    else edit.set({ condition: { kind: "upsell", upsellId: upsells[0]?.value ?? "" } });
  };
  return (
    <div className={style.group}>
      <Checkbox
        label={t("template.optional")}
        description={t("template.optionalHint")}
        checked={condition !== null}
        error={at("")}
        onChange={(event) =>
          event.currentTarget.checked
            ? become(upsells.length > 0 ? "upsell" : "expression")
            : edit.set({ condition: null })
        }
      />
      {condition !== null && (
        <div className={style.begins}>
          <SegmentedControl
            aria-label={t("template.condition")}
            disabled={!editable}
            value={condition.kind}
            onChange={become}
            data={[
              { value: "upsell", label: t("template.condition.upsell") },
              { value: "expression", label: t("template.condition.expression") },
            ]}
          />
          {condition.kind === "upsell" ? (
            <Select
              label={t("template.upsell")}
              allowDeselect={false}
              placeholder={upsells.length === 0 ? t("template.noUpsells") : ""}
              data={upsells}
              value={condition.upsellId === "" ? null : condition.upsellId}
              onChange={(upsellId) =>
                upsellId !== null && edit.set({ condition: { kind: "upsell", upsellId } })
              }
              error={at(".upsellId")}
            />
          ) : (
            <div className={style.grows}>
              <FormulaField
                {...props}
                label={t("template.expression")}
                use={{ kind: "condition" }}
                value={condition.expression}
                onChange={(expression) => edit.set({ condition: { kind: "expression", expression } })}
                fault={{ message: at(".expression"), data: props.refusal?.data }}
              />
            </div>
          )}
        </div>
      )}
    </div>
  );
}
