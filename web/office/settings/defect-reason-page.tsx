import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { DefectReasonSettings } from "./defect-reason-settings.tsx";
import style from "./settings.module.css";

/** The dictionary by itself, where production is: the same as the tab of the settings. */
export function DefectReasonPage() {
  const { t } = useTexts();
  return (
    <Page title={t("menu.defectReasons")}>
      <div className={style.panel}>
        <DefectReasonSettings />
      </div>
    </Page>
  );
}
