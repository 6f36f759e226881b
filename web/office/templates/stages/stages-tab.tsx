import { TextInput } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";
import { PlanTotals } from "../plan-totals.tsx";
import { SampleBar } from "../sample-bar.tsx";
import { editBase } from "../stage-edit.ts";
import { moveStage, newStage } from "../template-draft.ts";
import type { TabProps } from "../template-tab.ts";
import style from "../template.module.css";
import { StageList } from "./stage-list.tsx";

type Props = TabProps & {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
};

export function StagesTab(props: Props) {
  const { body, change, editable, refusal, name, onName, open, onOpen } = props;
  const { t } = useTexts();
  return (
    <div className={style.stages}>
      <div className={style.topRow}>
        {editable && (
          <TextInput
            className={style.nameField ?? ""}
            label={t("template.name")}
            required
            value={name}
            onChange={(event) => onName(event.currentTarget.value)}
            error={faultAt(refusal, "name")}
          />
        )}
        <SampleBar {...props} />
        <PlanTotals {...props} />
      </div>
      <StageList
        {...props}
        stages={editBase(body, change)}
        open={open}
        onOpen={onOpen}
        onAdd={() => {
          const stage = newStage(t("template.stageNumber", { number: body.stages.length + 1 }));
          change((before) => ({ ...before, stages: [...before.stages, stage] }));
          return stage.key;
        }}
        onMove={(from, to) => change((before) => moveStage(before, from, to))}
      />
    </div>
  );
}
