import { Button, Menu, MultiSelect, Select } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { useState } from "react";
import { explicitWaits } from "#modules/templates/core/order-stages.ts";
import { faultAt } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";
import type { StageProps } from "../template-tab.ts";
import { lastStages } from "../template-draft.ts";
import style from "../template.module.css";

const ways = ["before", "at_once", "chosen"] as const;

/** What a stage waits for. What would make the stages go round is refused here and now, with the round's names. */
export function BeginField({ edit, stages, editable, refusal }: StageProps) {
  const { t, list } = useTexts();
  const [round, setRound] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const { stage } = edit;
  const there = stages.filter(({ standing }) => standing !== "dropped").map((one) => one.stage);
  const others = there.filter(({ key }) => key !== stage.key);
  const isFirst = there[0]?.key === stage.key;
  const { waitsFor } = stage;
  const way =
    choosing || (waitsFor !== null && waitsFor.length > 0)
      ? "chosen"
      : waitsFor === null && !isFirst
        ? "before"
        : "at_once";
  const waits = explicitWaits(there);
  const wait = (next: string[] | null): void => setRound(edit.set({ waitsFor: next }));
  const become = (next: string | null): void => {
    setChoosing(next === "chosen");
    if (next === "before") wait(null);
    if (next === "at_once") wait([]);
    if (next === "chosen") wait([...(waits.get(stage.key) ?? [])]);
  };
  const fault = faultAt(refusal, `${edit.path}.waitsFor`) ?? faultAt(refusal, `${edit.path}.waitsFor.0`);
  const loose = lastStages(there).filter(({ key }) => key !== stage.key);
  const isLast = there.at(-1)?.key === stage.key;
  return (
    <div className={style.group}>
      <div className={style.begins}>
        <Select
          label={t("template.begins")}
          allowDeselect={false}
          data={ways
            .filter((one) => one !== "before" || !isFirst)
            .map((one) => ({ value: one, label: t(`template.begins.${one}`) }))}
          value={way}
          onChange={become}
        />
        {way === "chosen" && (
          <MultiSelect
            searchable
            label={t("template.waitsFor")}
            placeholder={(waitsFor ?? []).length === 0 ? t("template.chooseStages") : ""}
            data={others.map((one) => ({ value: one.key, label: one.name }))}
            value={waitsFor ?? []}
            onChange={(keys) => {
              setChoosing(true);
              wait(keys);
            }}
          />
        )}
        {editable && others.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button size="xs" variant="default" leftSection={<IconArrowsSplit2 size={16} aria-hidden />}>
                {t("template.inParallel")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t("template.inParallelHint")}</Menu.Label>
              {others.map((one) => (
                <Menu.Item
                  key={one.key}
                  onClick={() => {
                    setChoosing(false);
                    wait([...(waits.get(one.key) ?? [])]);
                  }}
                >
                  {one.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {(round !== null || fault !== undefined) && (
        <p className={style.fault} role="alert">
          {round === null ? fault : t("template.round", { stages: round })}
        </p>
      )}
      {isLast && loose.length > 0 && (
        <div className={style.hint}>
          <span>
            {t("template.loose", {
              stages: list(loose.map((one) => one.name)),
              stage: stage.name,
              count: loose.length,
            })}
          </span>
          {editable && (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => {
                const all = [...(waits.get(stage.key) ?? []), ...loose.map((one) => one.key)];
                wait([...new Set(all)]);
              }}
            >
              {t("template.joinLoose", { count: loose.length })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
