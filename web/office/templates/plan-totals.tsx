import { useMemo } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import { useSettled } from "../use-settled.ts";
import { findMissing } from "./find-missing.ts";
import { useEngine } from "./norms/use-engine.ts";
import { bodyOfDraft, secondsOf } from "./template-draft.ts";
import type { TabProps } from "./template-tab.ts";
import style from "./template.module.css";

type Props = Pick<TabProps, "body" | "base" | "sample" | "product" | "editable">;

/**
 * What the sample order would take and cost as the draft stands, reckoned by the server when the typing rests. While
 * something in the draft can't be reckoned, the last figures stay, and why not stands below them.
 */
export function PlanTotals({ body, base, sample, product, editable }: Props) {
  const { t, duration, list, money, dateTime, refusal: wordRefusal } = useTexts();
  const engine = useEngine((product?.asked.length ?? 0) > 0);
  const asked = {
    itemId: base.itemId,
    body: useMemo(() => bodyOfDraft(body), [body]),
    basedOn: { templateId: base.id, number: base.number },
    sample: {
      variantId: sample.variantId,
      quantity: sample.quantity,
      attributes: engine?.orderAttributes(product, sample) ?? {},
      upsellIds: [...sample.upsellIds],
    },
  };
  // Only another text is another question.
  const described = JSON.stringify(asked);
  const question = useSettled(described, 500);
  const input = useMemo(() => JSON.parse(question) as typeof asked, [question]);
  const { data, refusal } = useRoute("previewTemplateSave", input, {
    enabled: editable && product !== undefined && question === described && findMissing(body) === null,
    keepPrevious: true,
  });
  const reckoned = data?.sample;
  const fault = refusal ?? (data?.sampleFault ? { ...data.sampleFault, message: "" } : undefined);
  const seconds =
    reckoned?.seconds ?? body.stages.reduce((total, stage) => total + secondsOf(stage, sample.quantity), 0);
  const unrated = reckoned?.stages.filter((stage) => stage.noRate).map((stage) => stage.name) ?? [];
  const unpriced = reckoned?.norms.filter((norm) => norm.noPrice).length ?? 0;
  return (
    <div className={style.totals} aria-live="polite" data-old={fault !== undefined || undefined}>
      <dl>
        <div>
          <dt>{t("template.workTime")}</dt>
          <dd>{duration(seconds)}</dd>
        </div>
        {reckoned !== undefined && reckoned !== null && (
          <>
            <div>
              <dt>{t("template.readyBy")}</dt>
              <dd>{dateTime(reckoned.plannedFinish)}</dd>
            </div>
            {reckoned.cost !== null && (
              <>
                <div>
                  <dt>{t("template.costAbout")}</dt>
                  <dd>{money(reckoned.cost.total)}</dd>
                </div>
                <div>
                  <dt>{t("template.perUnitAbout")}</dt>
                  <dd>{money(reckoned.cost.perUnit)}</dd>
                </div>
              </>
            )}
          </>
        )}
      </dl>
      {fault !== undefined && (
        <p className={style.totalsNote}>{t("template.notReckoned", { why: wordRefusal(fault) })}</p>
      )}
      {unrated.length > 0 && (
        <p className={style.totalsNote}>
          {t("template.unrated", { names: list(unrated), count: unrated.length })}
        </p>
      )}
      {unpriced > 0 && <p className={style.totalsNote}>{t("template.unpriced", { count: unpriced })}</p>}
    </div>
  );
}
