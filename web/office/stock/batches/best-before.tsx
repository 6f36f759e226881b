import { Badge } from "@mantine/core";
import { useTexts } from "../texts.ts";
import { type BatchState, batchTones } from "./batch-tones.ts";

/** The day, and in words that it is near or past: colour alone tells nobody. */
export function BestBefore({ day, state }: { readonly day: string | null; readonly state: BatchState }) {
  const { t, date } = useTexts();
  if (day === null) return <span className="soft">{t("batch.noDate")}</span>;
  return (
    <>
      {date(day)} {state !== "good" && <Badge color={batchTones[state]}>{t(`batch.state.${state}`)}</Badge>}
    </>
  );
}
