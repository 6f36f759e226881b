import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import style from "./deal-page.module.css";

type Money = NonNullable<OutputOf<"showDeal">["money"]>;
type Side = NonNullable<Money["planned"]>;

/** The plan beside what it really came to. */
export function DealMoney({
  deal: { id, workspace },
  money: sums,
}: {
  readonly deal: { readonly id: string; readonly workspace: string };
  readonly money: Money;
}) {
  const { t, money, percent } = useTexts();
  const rows: readonly {
    label: string;
    show: (side: Side) => string;
    raw: (side: Side) => string;
    total?: true;
  }[] = [
    { label: t("dealMoney.cost"), show: (side) => money(side.cost), raw: (side) => side.cost },
    {
      label: t("dealMoney.profit"),
      show: (side) => money(side.profit),
      raw: (side) => side.profit,
      total: true,
    },
    {
      label: t("dealMoney.margin"),
      show: (side) => (side.margin === null ? "–" : percent(side.margin)),
      raw: (side) => side.margin ?? "0",
    },
  ];
  // While nothing has been captured there is no real figure yet, and the plan stands alone.
  const real = sums.provisional && sums.real !== null && decimal(sums.real.cost).eq(0) ? null : sums.real;
  return (
    <Section
      title={t("dealMoney.title")}
      actions={
        sums.provisional && real !== null && <Badge color="yellow">{t("dealMoney.provisional")}</Badge>
      }
    >
      <div className={style.body}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("dealMoney.title")}</span>
              </th>
              <th scope="col">{t("dealMoney.planned")}</th>
              <th scope="col">{t("dealMoney.real")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("dealMoney.revenue")}</th>
              <td colSpan={2}>{money(sums.revenue)}</td>
            </tr>
            {rows.map((row) => (
              <tr key={row.label} data-total={row.total}>
                <th scope="row">{row.label}</th>
                {[sums.planned, real].map((side, index) => (
                  <td
                    key={index}
                    className={side !== null && row.raw(side).startsWith("-") ? style.negative : undefined}
                  >
                    {side === null ? "–" : row.show(side)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {sums.provisional && real !== null && <p className="soft">{t("dealMoney.provisionalText")}</p>}
        {real !== null && (
          <p className={style.story}>
            <Link to="/w/$workspace/deals/$dealId/cost" params={{ workspace, dealId: id }}>
              {t("dealMoney.story")}
            </Link>
          </p>
        )}
      </div>
    </Section>
  );
}
