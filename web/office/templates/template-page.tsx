import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { TemplateEditor } from "./template-editor.tsx";
import type { Shown } from "./template-tab.ts";
import style from "./template.module.css";

const route = getRouteApi("/w/$workspace/templates/$templateId");

export function TemplatePage() {
  const { t } = useTexts();
  const { templateId } = route.useParams();
  const { version } = route.useSearch();
  const number = version !== undefined && /^[1-9]\d{0,5}$/.test(version) ? Number(version) : undefined;
  const { data, refusal, refetch } = useRoute("showTemplate", {
    templateId,
    ...(number === undefined ? {} : { number }),
  });
  if (data !== undefined) {
    // Another version is another draft.
    return <Versioned key={`${templateId} ${number ?? ""}`} shown={data} />;
  }
  return (
    <Page title={t("template.title")}>
      {refusal === undefined ? (
        <PageSkeleton lines={10} />
      ) : (
        <>
          <RefusalNotice refusal={refusal} retry={refetch} />
          <BackToCurrent />
        </>
      )}
    </Page>
  );
}

function BackToCurrent() {
  const { t } = useTexts();
  const { templateId, workspace } = route.useParams();
  return (
    <div>
      <ButtonLink
        variant="default"
        to="/w/$workspace/templates/$templateId"
        params={{ workspace, templateId }}
        search={(before: object) => ({ ...before, version: undefined })}
      >
        {t("template.toCurrent")}
      </ButtonLink>
    </div>
  );
}

/**
 * Keeps the version that an edit began from: when somebody else saves meanwhile, what was typed here stays, and
 * the editor says so.
 */
function Versioned({ shown }: { readonly shown: Shown }) {
  const { t } = useTexts();
  const { can } = useSession();
  const { version } = route.useSearch();
  const [base, setBase] = useState(shown);
  const [dirty, setDirty] = useState(false);
  const [awaited, setAwaited] = useState<number>();
  // While drawing, so that no frame shows the new version beside the old draft.
  if (base !== shown && (!dirty || shown.number === awaited)) {
    setBase(shown);
    setDirty(false);
    setAwaited(undefined);
  }
  const isOld = version !== undefined && base.number !== base.currentNumber;
  const editable = can("template.write") && !isOld && !base.archived;
  return (
    <Page
      title={base.name}
      aside={
        <span className="soft">
          {t("template.ofProduct", { product: base.itemName, number: base.number })}
          {base.archived && ` · ${t("item.archived")}`}
        </span>
      }
    >
      {isOld && (
        <div className={style.banner}>
          <span>{t("template.oldVersion", { number: base.number, current: base.currentNumber })}</span>
          <BackToCurrent />
        </div>
      )}
      <TemplateEditor
        key={`${base.number} ${base.name}`}
        base={base}
        latest={shown}
        editable={editable}
        onDirty={setDirty}
        onSaved={setAwaited}
      />
    </Page>
  );
}
