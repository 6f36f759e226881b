import { usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime, useMoreTexts } from "#web/shared/texts.tsx";
import { loadFactTexts } from "../more-texts.ts";
import { useTexts } from "../production/texts.ts";
import { MoreButton } from "../shell/more-button.tsx";
import { oneFullStop, wordedValues } from "../worded-values.ts";
import style from "./subcontractors.module.css";

/** Who changed what and when, newest first. */
export function SubcontractorHistory({ subcontractorId }: { readonly subcontractorId: string }) {
  const texts = useTexts();
  const worded = useMoreTexts(loadFactTexts);
  const { t, lookUp } = texts;
  const pages = usePages<"showSubcontractorHistory">("showSubcontractorHistory", { subcontractorId });
  return (
    <>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {(pages.pending || !worded) && pages.refusal === undefined && <PageSkeleton lines={3} />}
      <ol className={style.history}>
        {(worded ? (pages.rows ?? []) : []).map((fact) => (
          <li key={fact.id}>
            <p>
              {oneFullStop(
                lookUp(`fact.${fact.kind}`, wordedValues(fact.values, texts)) ??
                  fact.kind.replaceAll("_", " "),
              )}
            </p>
            <p className="soft">
              {fact.byName ?? t("order.history.system")}
              {" · "}
              <RelativeTime when={fact.at} />
            </p>
          </li>
        ))}
      </ol>
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
    </>
  );
}
