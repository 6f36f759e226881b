import { Link } from "@tanstack/react-router";
import { decimal, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import style from "./deal-page.module.css";

type Deal = OutputOf<"showDeal">;

/** What is sold beside what of it has left, and what the orders were to cost beside what they do. */
export function DealFinance({ deal, workspace }: { readonly deal: Deal; readonly workspace: string }) {
  const { t, money } = useTexts();
  const sums = deal.money;
  if (sums === null) return null;
  const orders = deal.orders.filter((order) => order.cost !== null && order.plannedCost !== null);
  const { planned } = sums;
  // While nothing has been captured there is no real figure yet, and the plan stands alone.
  const real = sums.provisional && sums.real?.cost === "0" ? null : sums.real;
  return (
    <div className={style.finance}>
      <h3 className={style.financeTitle}>{t("finance.sold")}</h3>
      {deal.lines.length === 0 ? (
        <p className={style.empty}>{t("deal.noLines")}</p>
      ) : (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("dealLine.variant")}</th>
                <th scope="col" className="figures">
                  {t("dealLine.sum")}
                </th>
                <th scope="col" className="figures">
                  {t("finance.shipped")}
                </th>
                <th scope="col" className="figures">
                  {t("finance.unshipped")}
                </th>
              </tr>
            </thead>
            <tbody>
              {deal.lines.map((line) => {
                const shipped = shippedSum(line);
                return (
                  <tr key={line.id}>
                    <td>{nameOfVariant(line.itemName, line.variantName)}</td>
                    <td className="figures" data-label={t("dealLine.sum")}>
                      {money(line.sum ?? "0")}
                    </td>
                    <td className="figures" data-label={t("finance.shipped")}>
                      {money(text(shipped))}
                    </td>
                    <td className="figures" data-label={t("finance.unshipped")}>
                      {money(text(decimal(line.sum ?? "0").minus(shipped)))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t("finance.total")}</th>
                <td className="figures" data-label={t("dealLine.sum")}>
                  {money(sums.revenue)}
                </td>
                <td className="figures" data-label={t("finance.shipped")}>
                  {money(sums.shipped)}
                </td>
                <td className="figures" data-label={t("finance.unshipped")}>
                  {money(sums.unshipped)}
                </td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      <h3 className={style.financeTitle}>{t("finance.made")}</h3>
      {orders.length === 0 ? (
        <p className={style.empty}>{t("finance.noOrders")}</p>
      ) : (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("finance.order")}</th>
                <th scope="col" className="figures">
                  {t("dealMoney.planned")}
                </th>
                <th scope="col" className="figures">
                  {t("dealMoney.real")}
                </th>
                <th scope="col" className="figures">
                  {t("finance.difference")}
                </th>
              </tr>
            </thead>
            <tbody>
              {orders.map((order) => (
                <tr key={order.id}>
                  <td>
                    <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: order.id }}>
                      {t("deal.order", { number: order.number })}
                    </Link>{" "}
                    <span className="soft">{nameOfVariant(order.itemName, order.variantName)}</span>
                  </td>
                  <td className="figures" data-label={t("dealMoney.planned")}>
                    {money(order.plannedCost ?? "0")}
                  </td>
                  <td className="figures" data-label={t("dealMoney.real")}>
                    {order.cost === "0" ? "–" : money(order.cost ?? "0")}
                  </td>
                  <td className="figures" data-label={t("finance.difference")}>
                    {isAtEnd(order)
                      ? money(text(decimal(order.cost ?? "0").minus(order.plannedCost ?? "0")))
                      : "–"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3 className={style.financeTitle}>{t("finance.result")}</h3>
      <div className={style.body}>
        <p>
          {real === null
            ? planned === null
              ? t("finance.nothingYet")
              : t("finance.plannedProfit", { sum: money(planned.profit) })
            : t(sums.provisional ? "finance.profitSoFar" : "finance.profit", {
                sum: money(real.profit),
                cost: money(real.cost),
              })}
        </p>
      </div>
    </div>
  );
}

/** Half-way the plan is always ahead of what was spent. */
const isAtEnd = ({ status }: Deal["orders"][number]): boolean => status === "done" || status === "cancelled";

/** Its share of the line's sum, upsells with it, to money's four places. */
function shippedSum(line: Deal["lines"][number]) {
  const sum = decimal(line.sum ?? "0");
  return sum.times(line.shipped).div(line.quantity).round(4, 1);
}
