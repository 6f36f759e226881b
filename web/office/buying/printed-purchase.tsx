import type { OutputOf } from "#modules/routes.ts";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { useTexts } from "../stock/texts.ts";
import { inPacks } from "./packs.ts";
import style from "./printed-purchase.module.css";

type Props = { readonly purchase: OutputOf<"showPurchase">; readonly seesCost: boolean };

/** What goes to the supplier on paper: shown by the printer alone, and nothing of the screen beside it. */
export function PrintedPurchase({ purchase, seesCost }: Props) {
  const texts = useTexts();
  const { t, quantity, unitPrice, money, date } = texts;
  const { workspace } = useSession();
  return (
    <div className={style.paper} aria-hidden>
      <p className={style.from}>{workspace.name}</p>
      <h1>{t("purchases.number", { number: purchase.number })}</h1>
      <dl>
        <dt>{t("purchases.supplier")}</dt>
        <dd>
          {[purchase.supplierName, purchase.supplierPhone, purchase.supplierEmail]
            .filter((one) => one !== null)
            .join(", ")}
        </dd>
        <dt>{t("purchases.expected")}</dt>
        <dd>{purchase.expectedDate === null ? "–" : date(purchase.expectedDate)}</dd>
        <dt>{t("purchases.warehouse")}</dt>
        <dd>{purchase.warehouseName}</dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th>№</th>
            <th>{t("purchases.item")}</th>
            <th>{t("purchases.article")}</th>
            <th>{t("purchases.ordered")}</th>
            {seesCost && <th>{t("purchases.price")}</th>}
            {seesCost && <th>{t("purchases.sum")}</th>}
          </tr>
        </thead>
        <tbody>
          {purchase.lines.map((line, place) => (
            <tr key={line.id}>
              <td>{place + 1}</td>
              <td>{nameOfVariant(line.itemName, line.variantName)}</td>
              <td>{line.articleNumber}</td>
              <td>
                {quantity(line.quantity, line.unit)}
                {line.pack !== null && <div>{inPacks(line.quantity, line.pack, line.unit, texts)}</div>}
              </td>
              {seesCost && <td>{line.price === null ? "" : unitPrice(line.price)}</td>}
              {seesCost && <td>{line.sum === null ? "" : money(line.sum)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {seesCost && purchase.total !== null && (
        <p className={style.total}>
          {t("purchases.total")} {money(purchase.total)}
        </p>
      )}
      {purchase.notes !== "" && <p className={style.notes}>{purchase.notes}</p>}
    </div>
  );
}
