import { Button } from "@mantine/core";
import { useCommand } from "#web/shared/queries.ts";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import type { ShownImport } from "./import-types.ts";
import style from "./import.module.css";

/** How far the server is. It goes on without this page. */
export function ImportProgress({ shown }: { readonly shown: ShownImport }) {
  const { t } = useTexts();
  const cancel = useCommand("cancelItemImport");
  const isTaking = shown.state === "taking";
  const total = isTaking ? shown.newCount + shown.changedCount : shown.rowCount;
  const count = isTaking ? shown.takenCount + shown.failedCount : shown.readCount;
  const words = isTaking
    ? t("import.taking", { count, total })
    : total === 0
      ? t("import.readingFile")
      : t("import.reading", { count: Math.min(count, total), total });
  return (
    <Section title={shown.fileName}>
      <div className={style.progress}>
        <progress
          className={style.bar}
          aria-label={words}
          {...(total === 0 ? {} : { value: Math.min(count, total), max: total })}
        />
        <p role="status" className="figures">
          {words}
        </p>
        <p className="soft">{t("import.leave")}</p>
        <div className={style.acts}>
          <Button
            variant="default"
            loading={cancel.pending}
            onClick={() => void cancel.run({ importId: shown.id })}
          >
            {isTaking ? t("import.stop") : t("action.cancel")}
          </Button>
          {isTaking && <span className="soft">{t("import.stopText")}</span>}
        </div>
      </div>
    </Section>
  );
}
