import { Button } from "@mantine/core";
import { workspaceOfAddress } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { problemsAddress } from "./export-address.ts";
import { ImportColumns } from "./import-columns.tsx";
import { ImportRows } from "./import-rows.tsx";
import type { ShownImport } from "./import-types.ts";
import style from "./import.module.css";

/** What each row would do, and the one decision: the good ones, or none. */
export function ImportPreview({ shown }: { readonly shown: ShownImport }) {
  const { t } = useTexts();
  const take = useCommand("takeItemImport");
  const cancel = useCommand("cancelItemImport");
  const workspace = workspaceOfAddress() ?? "";
  const count = shown.newCount + shown.changedCount;
  return (
    <>
      <Section title={shown.fileName}>
        <div className={style.progress}>
          <RefusalNotice refusal={take.refusal} />
          <div className={style.acts}>
            {count > 0 && (
              <Button
                loading={take.pending}
                onClick={() =>
                  void take.run({ importId: shown.id, version: shown.version }, { inPlace: true })
                }
              >
                {t("import.take", { count })}
              </Button>
            )}
            <Button
              variant="default"
              loading={cancel.pending}
              onClick={() => void cancel.run({ importId: shown.id })}
            >
              {t("import.takeNone")}
            </Button>
            <span className="soft">
              {count === 0 && shown.badCount === 0
                ? t("import.nothing")
                : t("import.takeText", { bad: shown.badCount })}
            </span>
            {shown.badCount > 0 && (
              <a href={problemsAddress(workspace, shown.id)} download>
                {t("import.saveLeftOut")}
              </a>
            )}
          </div>
        </div>
      </Section>
      <ImportColumns key={shown.version} shown={shown} />
      <ImportRows shown={shown} title={t("import.preview")} />
    </>
  );
}
