import { Badge } from "@mantine/core";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import style from "../deals/deal-page.module.css";

type Sums = NonNullable<OutputOf<"showContact">["sums"]>;

/** What all deals of a contact or a company came to. */
export function DealSums({ sums }: { readonly sums: Sums }) {
  const { t, money, percent } = useTexts();
  const kinds = (["won", "open", "lost"] as const).filter((kind) => sums[kind].deals > 0);
  if (kinds.length === 0) return null;
  return (
    <Section
      title={t("sums.title")}
      actions={sums.open.deals > 0 && <Badge color="yellow">{t("dealMoney.provisional")}</Badge>}
    >
      <div className={style.body}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("sums.title")}</span>
              </th>
              <th scope="col">{t("dealMoney.revenue")}</th>
              <th scope="col">{t("dealMoney.cost")}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`sums.${kind}`, { count: sums[kind].deals })}</th>
                <td>{money(sums[kind].revenue)}</td>
                <td>{money(sums[kind].cost)}</td>
              </tr>
            ))}
            <tr data-total>
              <th scope="row">{t("sums.total")}</th>
              <td>{money(sums.revenue)}</td>
              <td>{money(sums.cost)}</td>
            </tr>
          </tbody>
        </table>
        <dl className={style.details}>
          <dt>{t("dealMoney.profit")}</dt>
          <dd className={`figures ${decimal(sums.profit).lt(0) ? (style.negative ?? "") : ""}`}>
            {money(sums.profit)}
          </dd>
          <dt>{t("dealMoney.margin")}</dt>
          <dd className="figures">{sums.margin === null ? "–" : percent(sums.margin)}</dd>
        </dl>
      </div>
    </Section>
  );
}
