import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { useTexts } from "../texts.ts";
import style from "../deals/deal-page.module.css";

type Props = { readonly deals: OutputOf<"showContact">["deals"]; readonly workspace: string };

/** A contact's or a company's deals, newest first. */
export function DealTable({ deals, workspace }: Props) {
  const { t, money, date } = useTexts();
  if (deals.length === 0) return <p className={style.empty}>{t("contact.noDeals")}</p>;
  const seesMoney = deals.some((deal) => deal.revenue !== null);
  return (
    <div className="scroll-aside">
      <table className="rows stacked">
        <thead>
          <tr>
            <th scope="col">{t("deal.title")}</th>
            <th scope="col">{t("contact.status")}</th>
            {seesMoney && (
              <th scope="col" className="figures">
                {t("dealMoney.revenue")}
              </th>
            )}
            <th scope="col">{t("dealLine.promised")}</th>
          </tr>
        </thead>
        <tbody>
          {deals.map((deal) => (
            <tr key={deal.id}>
              <td>
                <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: deal.id }}>
                  {deal.title}
                </Link>
              </td>
              <td>
                {deal.statusName}{" "}
                <span className="soft">
                  <RelativeTime when={deal.statusSince} />
                </span>
              </td>
              {seesMoney && <td className="figures">{deal.revenue === null ? "" : money(deal.revenue)}</td>}
              <td data-label={deal.promisedDate === null ? undefined : t("dealLine.promised")}>
                {deal.promisedDate === null ? null : date(deal.promisedDate)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
