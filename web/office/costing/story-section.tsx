import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../production/texts.ts";
import { Mark } from "../production/mark.tsx";
import { Section } from "../shell/page.tsx";
import { StoryTable } from "./story-table.tsx";
import type { StoryBar } from "./story-steps.ts";
import { storySentence } from "./story-words.tsx";
import { Waterfall } from "./waterfall.tsx";
import style from "./costing.module.css";

type Props = {
  readonly bars: readonly (Pick<StoryBar, "kind" | "amount"> & Partial<StoryBar>)[];
  readonly provisional: boolean;
};

/** From quoted to real: in a sentence, as bars or as a table. */
export function StorySection({ bars, provisional }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const [shown, setShown] = useState("bars");
  return (
    <Section
      title={t("story.heading")}
      actions={
        <>
          {provisional && <Mark tone="waiting">{t("dealMoney.provisional")}</Mark>}
          <SegmentedControl
            size="xs"
            value={shown}
            onChange={setShown}
            data={[
              { value: "bars", label: t("story.asBars") },
              { value: "table", label: t("story.asTable") },
            ]}
          />
        </>
      }
    >
      <p className={style.sentence}>{storySentence(bars, provisional, texts)}</p>
      {provisional && <p className={style.hint}>{t("story.provisional")}</p>}
      {shown === "bars" ? (
        <Waterfall bars={bars} provisional={provisional} />
      ) : (
        <StoryTable bars={bars} provisional={provisional} />
      )}
    </Section>
  );
}
