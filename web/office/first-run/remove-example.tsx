import { useNavigate } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import type { OutputOf } from "#modules/routes.ts";
import { call, newCommandId } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
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
  const remove = useCommand("removeExample");

  const bringBack = async (own: string): Promise<void> => {
    const answer = await call("restoreExample", {}, { workspace: own, commandId: newCommandId() });
    if (!answer.ok) {
      notify({ tone: "refusal", refusal: answer.refusal });
      return;
    }
    queries.clear();
    await navigate({ to: "/w/$workspace", params: { workspace: answer.value.slug } });
  };
  const submit = async (): Promise<void> => {
    const answer = await remove.run({}, { inPlace: true });
    if (!answer.ok) return;
    const { ownSlug } = answer.value;
    props.onClose();
    // Nothing of it stays in the browser's memory either.
    if (ownSlug === null) {
      location.assign("/");
      return;
    }
    await navigate({ to: "/w/$workspace", params: { workspace: ownSlug }, replace: true });
    queries.removeQueries({ predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes(ownSlug) });
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
      pending={remove.pending}
      refusal={remove.refusal}
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
