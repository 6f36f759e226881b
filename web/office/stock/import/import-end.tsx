import { RefusalNotice } from "#web/shared/states.tsx";
import { workspaceOfAddress } from "#web/shared/call.ts";
import { ButtonLink } from "../../links.tsx";
import { Mark } from "../../production/mark.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { problemsAddress } from "./export-address.ts";
import { ImportRows } from "./import-rows.tsx";
import { importTones } from "./import-tones.ts";
import type { ShownImport } from "./import-types.ts";
import style from "./import.module.css";

/** What became of a file, and of each of its rows. */
export function ImportEnd({ shown }: { readonly shown: ShownImport }) {
  const { t } = useTexts();
  const workspace = workspaceOfAddress() ?? "";
  const { takenCount: taken, failedCount: failed, badCount: bad } = shown;
  return (
    <>
      <Section title={shown.fileName}>
        <div className={style.progress}>
          <div className={style.acts}>
            <Mark tone={importTones[shown.state]}>{t(`import.state.${shown.state}`)}</Mark>
            {shown.state === "done" && <span>{t("import.done", { taken, failed, bad })}</span>}
            {shown.state === "cancelled" && <span>{t("import.cancelledText", { taken })}</span>}
          </div>
          {shown.refusal !== null && (
            <RefusalNotice
              refusal={{
                message: "",
                ...shown.refusal,
                data: { name: shown.fileName, ...shown.refusal.data },
              }}
            />
          )}
          <div className={style.acts}>
            {taken > 0 && (
              <ButtonLink variant="light" to="/w/$workspace/items" params={{ workspace }}>
                {t("import.seeItems")}
              </ButtonLink>
            )}
            {bad + failed > 0 && (
              <a href={problemsAddress(workspace, shown.id)} download>
                {t("import.saveLeftOut")}
              </a>
            )}
          </div>
        </div>
      </Section>
      {shown.state !== "refused" && <ImportRows shown={shown} title={t("import.previewDone")} />}
    </>
  );
}
