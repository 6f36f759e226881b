import { ActionIcon, Button, TextInput } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconHourglass,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import type { TemplateStage } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { Mark } from "../production/mark.tsx";
import { useTexts } from "../texts.ts";
import { PlanTotals } from "./plan-totals.tsx";
import { StageForm } from "./stage-form.tsx";
import { moveStage, newStage, removeStage, secondsOf } from "./template-draft.ts";
import type { TabProps } from "./template-editor.tsx";
import { usePerformerWords } from "./performer-words.ts";
import style from "./template.module.css";

type Props = TabProps & {
  readonly name: string;
  readonly onName: (name: string) => void;
  /** The key of the stage that is open in place. */
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
};

/** Stages from top to bottom, each opening in place; what an order would take and cost runs along. */
export function StagesTab(props: Props) {
  const { body, change, base, editable, refusal, name, onName, open, onOpen } = props;
  const { t } = useTexts();
  const [sample, setSample] = useState("10");
  const units = /^[1-9]\d{0,6}$/.test(sample) ? Number(sample) : 1;
  const addStage = (): void => {
    const stage = newStage(t("template.stageNumber", { number: body.stages.length + 1 }));
    change((before) => ({ ...before, stages: [...before.stages, stage] }));
    onOpen(stage.key);
  };
  const remove = (stage: TemplateStage): void => {
    const before = body;
    change((now) => removeStage(now, stage.key));
    notify({
      tone: "note",
      text: t("template.stageRemoved", { stage: stage.name }),
      act: { label: t("action.undo"), run: () => change(() => before) },
    });
  };
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
        <NumberField
          className={style.sampleField ?? ""}
          label={t("template.sample")}
          places={0}
          value={sample}
          onChange={setSample}
          rightSection={<span className="soft">{t(`unit.${base.unit}`)}</span>}
        />
        <PlanTotals body={body} base={base} units={units} />
      </div>
      <ol className={style.stageList}>
        {body.stages.map((stage, index) => (
          <li key={stage.key}>
            <div className={style.stage} data-open={stage.key === open || undefined}>
              <div className={style.stageHead}>
                <button
                  type="button"
                  className={style.toggle}
                  aria-expanded={stage.key === open}
                  onClick={() => onOpen(stage.key === open ? undefined : stage.key)}
                >
                  {stage.key === open ? (
                    <IconChevronDown size={18} aria-hidden />
                  ) : (
                    <IconChevronRight size={18} aria-hidden />
                  )}
                  <span className={style.place}>{index + 1}</span>
                  <StageWords stage={stage} units={units} base={base} faulty={hasFault(props, index)} />
                </button>
                {editable && (
                  <div className={style.stageTools}>
                    <ActionIcon
                      aria-label={t("template.moveUp", { stage: stage.name })}
                      disabled={index === 0}
                      onClick={() => change((before) => moveStage(before, index, index - 1))}
                    >
                      <IconArrowUp size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t("template.moveDown", { stage: stage.name })}
                      disabled={index === body.stages.length - 1}
                      onClick={() => change((before) => moveStage(before, index, index + 1))}
                    >
                      <IconArrowDown size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t("template.removeStage", { stage: stage.name })}
                      disabled={body.stages.length === 1}
                      onClick={() => remove(stage)}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </div>
                )}
              </div>
              {stage.key === open && <StageForm {...props} stage={stage} index={index} units={units} />}
            </div>
            {stage.wait !== null && <WaitLine stage={stage} />}
          </li>
        ))}
      </ol>
      {editable && (
        <div>
          <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={addStage}>
            {t("template.addStage")}
          </Button>
        </div>
      )}
    </div>
  );
}

function hasFault({ refusal }: Props, index: number): boolean {
  const paths = [refusal?.path, ...(refusal?.fields ?? []).map((field) => field.path)];
  return paths.some((path) => path?.[1] === "stages" && path[2] === index);
}

function StageWords(props: {
  readonly stage: TemplateStage;
  readonly units: number;
  readonly base: TabProps["base"];
  readonly faulty: boolean;
}) {
  const { stage, units, base, faulty } = props;
  const { t, duration } = useTexts();
  const performer = usePerformerWords(base);
  return (
    <span className={style.stageWords}>
      <span className={style.stageName}>{stage.name}</span>
      <span className="soft">
        {[
          performer(stage.performer),
          t("template.takes", { time: duration(secondsOf(stage, units)) }),
          t("template.normCount", { count: stage.norms.length }),
        ].join(" · ")}
      </span>
      {faulty && <Mark tone="alarm">{t("template.toCorrect")}</Mark>}
    </span>
  );
}

function WaitLine({ stage }: { readonly stage: TemplateStage }) {
  const { t, duration } = useTexts();
  if (stage.wait === null) return null;
  const { name, minimumSeconds, maximumSeconds } = stage.wait;
  return (
    <p className={style.waitLine}>
      <IconHourglass size={16} aria-hidden />
      {maximumSeconds === null
        ? t("template.waitAtLeast", { wait: name, time: duration(minimumSeconds) })
        : t("template.waitBetween", {
            wait: name,
            time: duration(minimumSeconds),
            most: duration(maximumSeconds),
          })}
    </p>
  );
}
