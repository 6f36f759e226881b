import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../../links.tsx";
import { Page } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { ImportEnd } from "./import-end.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { ImportStart } from "./import-start.tsx";

const route = getRouteApi("/w/$workspace/items/import");

/** A file of items on its way in: chosen, understood, looked at, taken. What stands in the address can be left and found again. */
export function ImportPage() {
  const { t } = useTexts();
  const { workspace } = route.useParams();
  const { file } = route.useSearch();
  return (
    <Page
      title={t("import.title")}
      actions={
        <>
          {file !== undefined && (
            <ButtonLink variant="default" to="/w/$workspace/items/import" params={{ workspace }} search={{}}>
              {t("import.another")}
            </ButtonLink>
          )}
          <ButtonLink variant="default" to="/w/$workspace/items" params={{ workspace }}>
            {t("import.back")}
          </ButtonLink>
        </>
      }
    >
      {file === undefined ? <ImportStart workspace={workspace} /> : <OneImport key={file} importId={file} />}
    </Page>
  );
}

/** Events tell of each step; while it is read, and where they are lost, it is asked again. */
const askEvery = { reading: 700, taking: 3_000 } as const;

function OneImport({ importId }: { readonly importId: string }) {
  const { data, refusal, refetch } = useRoute("showItemImport", { importId });
  const state = data?.state;
  useEffect(() => {
    if (state !== "reading" && state !== "taking") return;
    const timer = setInterval(refetch, askEvery[state]);
    return () => clearInterval(timer);
  }, [state, refetch]);
  if (data === undefined) {
    return refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />;
  }
  if (data.state === "reading" || data.state === "taking") return <ImportProgress shown={data} />;
  if (data.state === "ready") return <ImportPreview shown={data} />;
  return <ImportEnd shown={data} />;
}
