import { useNavigate } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { call, newCommandId, type Refused, workspaceOfAddress } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../command-palette/texts.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import style from "./first-run.module.css";

type Counts = OutputOf<"showExample">["goes"];
const kinds = ["deals", "orders", "templates", "items", "contacts", "suppliers"] as const;

/** What goes with the example and what stays, and then it goes: in one click, which can be taken back. */
export function RemoveExample(props: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data, refusal } = useRoute("showExample", {});
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<Refused>();

  const bringBack = async (own: string): Promise<void> => {
    const answer = await call("restoreExample", {}, { workspace: own, commandId: newCommandId() });
    if (answer.ok) location.assign(`/w/${encodeURIComponent(answer.value.slug)}`);
    else notify({ tone: "refusal", refusal: answer.refusal });
  };
  // Without the store of answers: what is shown here must not be asked again of a workspace that is closed.
  const submit = async (): Promise<void> => {
    setPending(true);
    const answer = await call("removeExample", {}, { commandId: newCommandId() });
    setPending(false);
    if (!answer.ok) {
      setRefused(answer.refusal);
      return;
    }
    const { ownSlug } = answer.value;
    if (ownSlug === null) {
      location.assign("/");
      return;
    }
    const gone = workspaceOfAddress();
    await navigate({ to: "/w/$workspace", params: { workspace: ownSlug }, replace: true });
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === gone });
    void queries.invalidateQueries();
    notify(
      {
        tone: "done",
        text: t("example.removed"),
        act: { label: t("example.undo"), run: () => void bringBack(ownSlug) },
      },
      15_000,
    );
  };
  return (
    <FormDialog
      title={t("example.removeTitle", { name: props.name })}
      submitLabel={t("example.remove")}
      closeLabel={t("example.keep")}
      pending={pending}
      refusal={refused}
      disabled={data === undefined}
      onClose={props.onClose}
      onSubmit={() => void submit()}
    >
      {data === undefined ? (
        refusal === undefined ? (
          <PageSkeleton lines={5} />
        ) : (
          <RefusalNotice refusal={refusal} />
        )
      ) : (
        <Told {...data} />
      )}
    </FormDialog>
  );
}

function Told({ goes, added, others }: Pick<OutputOf<"showExample">, "goes" | "added" | "others">) {
  const { t } = useTexts();
  const some = kinds.filter((kind) => goes[kind] > 0);
  return (
    <div className={style.told}>
      <p>{t("example.goes")}</p>
      <ul>
        {some.map((kind) => (
          <li key={kind}>
            {t(`example.${kind}`, { count: goes[kind] })}
            {added[kind] > 0 && (
              <span className="soft"> — {t("example.yours", { count: String(added[kind]) })}</span>
            )}
          </li>
        ))}
      </ul>
      {sumOf(added) > 0 && <p>{t("example.added")}</p>}
      {others > 0 && <p>{t("example.others", { count: others })}</p>}
      <p>
        <strong>{t("example.stays")}</strong>
      </p>
    </div>
  );
}

const sumOf = (counts: Counts): number => kinds.reduce((sum, kind) => sum + counts[kind], 0);
