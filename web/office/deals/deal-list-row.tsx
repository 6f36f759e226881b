import { Link } from "@tanstack/react-router";
import { Face, Mark } from "../production/mark.tsx";
import type { Tone } from "../production/order-tones.ts";
import { useTexts } from "../texts.ts";
import type { DealRow } from "./deal-card.tsx";
import style from "./deal-list.module.css";

/** As the board's columns are marked. */
const toneOfKind: Readonly<Record<DealRow["statusKind"], Tone>> = {
  open: "plain",
  won: "done",
  lost: "alarm",
};

type Props = {
  readonly deal: DealRow;
  readonly workspace: string;
  readonly today: string;
  readonly seesMoney: boolean;
};

export function DealListRow({ deal, workspace, today, seesMoney }: Props) {
  const { t, money, date } = useTexts();
  const { production, promisedDate } = deal;
  const late = promisedDate !== null && deal.statusKind === "open" && promisedDate < today;
  return (
    <tr data-card={deal.id} className={style.row}>
      <td className={style.number}>{t("deal.number", { number: deal.number })}</td>
      <td className={style.title}>
        <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: deal.id }}>
          {deal.title}
        </Link>
      </td>
      <td className={style.client}>
        {[deal.contactName, deal.companyName].filter((name) => name !== null).join(", ")}
      </td>
      <td className={style.short}>
        <Mark tone={toneOfKind[deal.statusKind]}>{deal.statusName}</Mark>
      </td>
      <td className={style.short}>
        {deal.responsibleName !== null && <Face name={deal.responsibleName} named />}
      </td>
      <td className={style.short} data-late={late || undefined}>
        {promisedDate !== null &&
          (late ? t("board.overdue", { date: date(promisedDate) }) : date(promisedDate))}
      </td>
      {seesMoney && <td className="figures">{deal.revenue !== null && money(deal.revenue)}</td>}
      <td className={style.production}>
        {production !== null && production.orders > 0 && (
          <div className={style.stages}>
            {production.stageName !== null && <Mark tone="running">{production.stageName}</Mark>}
            <span className="soft">
              {t("dealBoard.ordersDone", { done: production.done, orders: production.orders })}
            </span>
          </div>
        )}
      </td>
    </tr>
  );
}
