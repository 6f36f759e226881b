import { useTexts } from "../texts.ts";
import { secondsOf } from "./template-draft.ts";
import type { TabProps } from "./template-tab.ts";
import style from "./template.module.css";

/** What the sample order would take and cost as the draft stands. */
export function PlanTotals({ body, sample }: Pick<TabProps, "body" | "sample">) {
  const { t, duration } = useTexts();
  const seconds = body.stages.reduce((total, stage) => total + secondsOf(stage, sample.quantity), 0);
  return (
    <dl className={style.totals} aria-live="polite">
      <div>
        <dt>{t("template.workTime")}</dt>
        <dd>{duration(seconds)}</dd>
      </div>
    </dl>
  );
}
