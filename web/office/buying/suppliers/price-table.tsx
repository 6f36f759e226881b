import { ActionIcon } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { Mark } from "../../production/mark.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { useTexts } from "../../stock/texts.ts";
import { wordOfPack } from "../purchase-words.ts";
import type { Price } from "./price-dialog.tsx";

type Props = { readonly supplierId: string; readonly onEdit: ((price: Price) => void) | undefined };

export function PriceTable({ supplierId, onEdit }: Props) {
  const texts = useTexts();
  const { t, unitPrice, date, lookUp } = texts;
  const pages = usePages<"listSupplierPrices">("listSupplierPrices", { supplierId });
  return (
    <>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && pages.refusal === undefined && <PageSkeleton lines={3} />}
      {pages.rows?.length === 0 && <p className="soft">{t("suppliers.noPrices")}</p>}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("purchases.item")}</th>
                <th scope="col" className="figures">
                  {t("purchases.price")}
                </th>
                <th scope="col">{t("purchases.pack")}</th>
                <th scope="col">{t("purchases.article")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.edit")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((row) => {
                const name = nameOfVariant(row.itemName, row.variantName);
                return (
                  <tr key={row.variantId}>
                    <td>
                      {name} {row.preferred && <Mark tone="done">{t("suppliers.preferred")}</Mark>}
                    </td>
                    <td className="figures">
                      {row.price === null
                        ? "–"
                        : `${unitPrice(row.price)} / ${lookUp(`unit.${row.unit}`) ?? row.unit}`}
                      <div className="soft">
                        {t("suppliers.since", { date: date(row.since.slice(0, 10)) })}
                      </div>
                    </td>
                    <td>{row.pack === null ? "" : wordOfPack(row.pack, row.unit, texts)}</td>
                    <td>{row.articleNumber}</td>
                    <td className="figures">
                      {onEdit !== undefined && (
                        <ActionIcon aria-label={t("suppliers.edit", { name })} onClick={() => onEdit(row)}>
                          <IconPencil size={16} aria-hidden />
                        </ActionIcon>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
    </>
  );
}
