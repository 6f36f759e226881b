import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { OwnField } from "../own-field.tsx";
import { newNorm } from "../template-draft.ts";
import type { StageProps } from "../template-tab.ts";
import style from "../template.module.css";
import { NormLine } from "./norm-line.tsx";
import norms from "./norms.module.css";

/** The bill of materials of a stage; what the sample order would need stands at the end of each line. */
export function NormTable(props: StageProps) {
  const { edit, body, editable } = props;
  const { t } = useTexts();
  const { stage } = edit;
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const usual =
    body.stages.flatMap((one) => one.norms)[0]?.warehouseId ??
    warehouses.find((warehouse) => warehouse.id !== body.policies.finishedWarehouseId)?.id ??
    body.policies.finishedWarehouseId;
  return (
    <>
      <OwnField edit={edit} field="consumption" label={t("template.consumption")} editable={editable}>
        <div className={style.consumption}>
          <span id={`consumption-${stage.key}`} data-words>
            {t("template.consumption")}
          </span>
          <SegmentedControl
            aria-labelledby={`consumption-${stage.key}`}
            disabled={!editable}
            value={stage.consumption}
            onChange={(next) => edit.set({ consumption: next === "at_start" ? "at_start" : "at_completion" })}
            data={[
              { value: "at_start", label: t("template.atStart") },
              { value: "at_completion", label: t("template.atCompletion") },
            ]}
          />
        </div>
      </OwnField>
      {edit.norms.length === 0 && <p className="soft">{t("template.noNorms")}</p>}
      <ol className={norms.norms}>
        {edit.norms.map((line, place) => (
          <li key={line.norm.key ?? place}>
            <NormLine {...props} line={line} place={place} warehouses={warehouses} />
          </li>
        ))}
      </ol>
      {editable && (
        <div className={norms.foot}>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => edit.addNorm(newNorm(usual))}
          >
            {t("template.addNorm")}
          </Button>
          <span className="soft">{t("template.formulaHint")}</span>
        </div>
      )}
    </>
  );
}
