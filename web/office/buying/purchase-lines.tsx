import type { OutputOf } from "#modules/routes.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Bar } from "../production/mark.tsx";
import { useTexts } from "../stock/texts.ts";
import { inPacks } from "./packs.ts";

type Props = { readonly purchase: OutputOf<"showPurchase">; readonly seesCost: boolean };

export function PurchaseLines({ purchase, seesCost }: Props) {
  const texts = useTexts();
  const { t, quantity, unitPrice, money } = texts;
  if (purchase.lines.length === 0) return <p className="soft">{t("purchases.noLines")}</p>;
  const sent = purchase.sentAt !== null;
  return (
    <div className="scroll-aside">
      <table className="rows stacked">
        <caption className="unseen">{t("purchases.lines")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("purchases.item")}</th>
            <th scope="col" className="figures">
              {t("purchases.ordered")}
            </th>
            {sent && (
              <>
                <th scope="col" className="figures">
                  {t("purchases.came")}
                </th>
                <th scope="col" className="figures">
                  {t("purchases.left")}
                </th>
              </>
            )}
            {seesCost && (
              <>
                <th scope="col" className="figures">
                  {t("purchases.price")}
                </th>
                <th scope="col" className="figures">
                  {t("purchases.sum")}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {purchase.lines.map((line) => {
            const packs = inPacks(line.quantity, line.pack, line.unit, texts);
            return (
              <tr key={line.id}>
                <td>
                  {nameOfVariant(line.itemName, line.variantName)}
                  <div className="soft">
                    {[line.sku, line.articleNumber].filter((one) => one !== null && one !== "").join(" · ")}
                  </div>
                </td>
                <td className="figures" data-label={t("purchases.ordered")}>
                  {quantity(line.quantity, line.unit)}
                  {packs !== null && <div className="soft">{packs}</div>}
                </td>
                {sent && (
                  <>
                    <td className="figures" data-label={t("purchases.came")}>
                      {quantity(line.received, line.unit)}{" "}
                      <Bar done={Number(line.received)} total={Number(line.quantity)} />
                    </td>
                    <td className="figures" data-label={t("purchases.left")}>
                      {line.left === "0" ? "–" : quantity(line.left, line.unit)}
                    </td>
                  </>
                )}
                {seesCost && (
                  <>
                    <td className="figures" data-label={t("purchases.price")}>
                      {line.price === null ? "–" : unitPrice(line.price)}
                    </td>
                    <td className="figures" data-label={t("purchases.sum")}>
                      {line.sum === null ? "–" : money(line.sum)}
                    </td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
        {seesCost && (
          <tfoot>
            <tr>
              <td colSpan={sent ? 5 : 3}>{t("purchases.total")}</td>
              <td className="figures">
                <strong>
                  {purchase.total === null ? t("purchases.unknownTotal") : money(purchase.total)}
                </strong>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
