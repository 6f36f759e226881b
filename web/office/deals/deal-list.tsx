import type { ReactNode } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { walkBetweenCards } from "../production/walk-cards.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "../texts.ts";
import { DealListRow } from "./deal-list-row.tsx";
import style from "./deal-list.module.css";

type Props = {
  readonly filter: RequestOf<"listDeals">;
  readonly workspace: string;
  /** Today in the workspace's days, "2026-06-30". */
  readonly today: string;
  /** Stands in the table's place when no deal fits. */
  readonly empty: ReactNode;
};

/** Deals of every pipeline as a table, newest first; what is won or lost is in it however old it is. */
export function DealList({ filter, workspace, today, empty }: Props) {
  const { t } = useTexts();
  const seesMoney = useSession().can("deal.money");
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listDeals">("listDeals", filter, {
    keepPrevious: true,
  });
  return (
    // Arrows go from row to row; each row's link is what takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={style.place} onKeyDown={walkBetweenCards}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={10} />}
      {rows?.length === 0 && empty}
      {rows !== undefined && rows.length > 0 && (
        <ScrollAside plate label={t("dealList.caption")}>
          <table className="rows stacked">
            <caption className="unseen">{t("dealList.caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("dealList.number")}</th>
                <th scope="col">{t("board.deal")}</th>
                <th scope="col">{t("dealList.customer")}</th>
                <th scope="col">{t("board.status")}</th>
                <th scope="col">{t("deal.responsible")}</th>
                <th scope="col">{t("dealLine.promised")}</th>
                {seesMoney && (
                  <th scope="col" className="figures">
                    {t("dealMoney.revenue")}
                  </th>
                )}
                <th scope="col">{t("deal.production")}</th>
              </tr>
            </thead>
            <tbody data-column="all">
              {rows.map((deal) => (
                <DealListRow
                  key={deal.id}
                  deal={deal}
                  workspace={workspace}
                  today={today}
                  seesMoney={seesMoney}
                />
              ))}
            </tbody>
          </table>
        </ScrollAside>
      )}
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}
