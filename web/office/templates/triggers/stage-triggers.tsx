import { useTexts } from "../texts.ts";
import { Section } from "../../shell/page.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { moments } from "../stages/effect-fields.tsx";
import type { TabProps } from "../template-tab.ts";
import style from "../template.module.css";
import { useEffectWords } from "./effect-words.ts";

/** What all stages set going, in one table; a stage's name leads to where it is changed. */
export function StageTriggers({
  body,
  names,
  onOpen,
}: TabProps & { readonly onOpen: (stage: string) => void }) {
  const { t } = useTexts();
  const words = useEffectWords(names);
  const lines = body.stages.flatMap((stage) =>
    moments.flatMap((moment) =>
      stage[moment].map((effect, place) => ({
        stage,
        moment,
        effect,
        key: `${stage.key} ${moment} ${place}`,
      })),
    ),
  );
  return (
    <Section title={t("template.stageTriggers")}>
      {lines.length === 0 ? (
        <p className={style.same}>{t("template.noStageTriggers")}</p>
      ) : (
        <ScrollAside label={t("template.stageTriggers")}>
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("template.diff.stage")}</th>
                <th scope="col">{t("template.when")}</th>
                <th scope="col">{t("template.whatHappens")}</th>
                <th scope="col">{t("template.detail")}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ stage, moment, effect, key }) => {
                const { what, detail } = words(effect);
                return (
                  <tr key={key}>
                    <td>
                      <button type="button" className={style.linkLike} onClick={() => onOpen(stage.key)}>
                        {stage.name}
                      </button>
                    </td>
                    <td>{t(`template.effects.${moment}`)}</td>
                    <td>{what}</td>
                    <td className={style.detailCell}>{detail}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollAside>
      )}
    </Section>
  );
}
