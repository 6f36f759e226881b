import { Select } from "@mantine/core";
import type { BatchMode, TemplateBody } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { priorities } from "../production/priorities.ts";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "./texts.ts";
import { percentOf, shareOf } from "./template-draft.ts";
import type { TabProps } from "./template-tab.ts";
import style from "./template.module.css";

const accountings = ["included", "separate"] as const;
const batchModes = ["whole", "per_unit", "split"] as const satisfies readonly BatchMode[];
const shortages = ["ignore", "warn", "block"] as const;
const semiFinished = ["warn", "wait"] as const satisfies readonly TemplateBody["policies"]["semiFinished"][];

export function PolicyTab({ body, change, names, editable, refusal }: TabProps) {
  const { t } = useTexts();
  const { policies } = body;
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const places = warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }));
  const set = (part: Partial<typeof policies>): void =>
    void change((before) => ({ ...before, policies: { ...before.policies, ...part } }));
  const at = (field: string): string | undefined => faultAt(refusal, `body.policies.${field}`);
  return (
    <fieldset className={style.form} disabled={!editable}>
      <legend className="unseen">{t("template.tab.policies")}</legend>
      <Select
        label={t("template.diff.batchMode")}
        description={t(`template.batchHint.${policies.batchMode}`)}
        allowDeselect={false}
        data={batchModes.map((one) => ({ value: one, label: t(`template.batch.${one}`) }))}
        value={policies.batchMode}
        onChange={(next) => set({ batchMode: batchModes.find((one) => one === next) ?? policies.batchMode })}
        error={at("batchMode")}
      />
      <Select
        label={t("template.shortagePolicy")}
        description={t("template.shortagePolicyHint")}
        allowDeselect={false}
        data={shortages.map((one) => ({ value: one, label: t(`template.shortage.${one}`) }))}
        value={policies.shortage}
        onChange={(next) => set({ shortage: shortages.find((one) => one === next) ?? policies.shortage })}
        error={at("shortage")}
      />
      <Select
        label={t("template.semiFinishedPolicy")}
        description={t("template.semiFinishedPolicyHint")}
        allowDeselect={false}
        data={semiFinished.map((one) => ({ value: one, label: t(`template.semiFinished.${one}`) }))}
        value={policies.semiFinished}
        onChange={(next) =>
          set({ semiFinished: semiFinished.find((one) => one === next) ?? policies.semiFinished })
        }
        error={at("semiFinished")}
      />
      <Select
        label={t("template.defectAccounting")}
        description={t("template.defectAccountingHint")}
        allowDeselect={false}
        data={accountings.map((one) => ({ value: one, label: t(`template.defects.${one}`) }))}
        value={policies.defectAccounting}
        onChange={(next) =>
          set({ defectAccounting: accountings.find((one) => one === next) ?? policies.defectAccounting })
        }
        error={at("defectAccounting")}
      />
      <FormRow>
        <Select
          label={t("template.finishedWarehouse")}
          allowDeselect={false}
          data={
            places.some((one) => one.value === policies.finishedWarehouseId)
              ? places
              : [
                  ...places,
                  {
                    value: policies.finishedWarehouseId,
                    label: names.warehouses[policies.finishedWarehouseId] ?? "…",
                  },
                ]
          }
          value={policies.finishedWarehouseId}
          onChange={(id) => id !== null && set({ finishedWarehouseId: id })}
          error={at("finishedWarehouseId")}
        />
        <NumberField
          label={t("template.overYield")}
          places={4}
          value={percentOf(policies.overYield)}
          onChange={(percent) => set({ overYield: shareOf(percent) })}
          rightSection={<span className="soft">%</span>}
          error={at("overYield")}
        />
      </FormRow>
      <FormRow>
        <Select
          label={t("template.defaultPriority")}
          allowDeselect={false}
          data={priorities.map((one) => ({ value: one, label: t(`priority.${one}`) }))}
          value={policies.priority}
          onChange={(next) => set({ priority: priorities.find((one) => one === next) ?? policies.priority })}
          error={at("priority")}
        />
        <MemberPicker
          label={t("template.defaultResponsible")}
          value={policies.responsibleId}
          onChange={(responsibleId) => set({ responsibleId })}
          error={at("responsibleId")}
        />
      </FormRow>
    </fieldset>
  );
}
