import { Tabs } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTexts } from "../texts.ts";
import { NormTable } from "../norms/norm-table.tsx";
import { hasFault, type StageProps } from "../template-tab.ts";
import style from "../template.module.css";
import { EffectFields } from "./effect-fields.tsx";
import { GeneralFields } from "./general-fields.tsx";
import { QualityFields } from "./quality-fields.tsx";

const tabs = ["general", "materials", "quality", "triggers"] as const;
type Tab = (typeof tabs)[number];

/** A stage, opened in place. */
export function StageForm(props: StageProps) {
  const { edit, refusal } = props;
  const { t } = useTexts();
  const { stage } = edit;
  const [tab, setTab] = useState<Tab>(() => tabOfFault(props));
  const counts: Record<Tab, number> = {
    general: 0,
    materials: edit.norms.filter(({ standing }) => standing !== "dropped").length,
    quality: stage.checks.length + (stage.photoRequired ? 1 : 0),
    triggers: stage.atStart.length + stage.atCompletion.length,
  };
  const panels: Record<Tab, ReactNode> = {
    general: <GeneralFields {...props} />,
    materials: <NormTable {...props} />,
    quality: <QualityFields {...props} />,
    triggers: <EffectFields {...props} />,
  };
  // A new refusal leads to the tab that it is about.
  const [led, setLed] = useState(refusal);
  if (led !== refusal) {
    setLed(refusal);
    if (isFaulty(props)) setTab(tabOfFault(props));
  }
  return (
    <div className={style.stageBody}>
      <Tabs
        value={tab}
        onChange={(next) => setTab(tabs.find((one) => one === next) ?? "general")}
        keepMounted={false}
      >
        <Tabs.List>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`template.${one}`)}
              {counts[one] > 0 && <span className={style.tabCount}>{counts[one]}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one} className={style.stagePanel}>
            {/* Who may only read still goes from tab to tab. */}
            <fieldset className={style.fields} disabled={!props.editable}>
              <legend className="unseen">{stage.name}</legend>
              {panels[one]}
            </fieldset>
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

const isFaulty = ({ edit, refusal }: StageProps): boolean =>
  hasFault(refusal, edit.path) || edit.norms.some((norm) => hasFault(refusal, norm.path));

function tabOfFault({ edit, refusal }: StageProps): Tab {
  if (edit.norms.some((norm) => hasFault(refusal, norm.path))) return "materials";
  const at = (...fields: string[]): boolean =>
    fields.some((field) => hasFault(refusal, `${edit.path}.${field}`));
  if (at("checks", "photoRequired", "reworkLimit")) return "quality";
  return at("atStart", "atCompletion") ? "triggers" : "general";
}
