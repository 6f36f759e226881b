import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { usePages } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "../texts.ts";
import type { StockSearch } from "./stock-search.ts";
import style from "./stock.module.css";

type Props = {
  readonly search: StockSearch;
  readonly workspace: string;
  readonly onAll: () => void;
};

/** The ledger, newest first: what came and what left, and because of which order. */
export function MovementList({ search, workspace, onAll }: Props) {
  const { t, quantity, money, dateTime } = useTexts();
  const { can } = useSession();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listMovements">("listMovements", {
    ...(search.variant === undefined ? {} : { variantId: search.variant }),
    ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
  });
  if (rows === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={8} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  const [first] = rows;
  const ofOne = search.variant !== undefined && first !== undefined;
  const seesCost = rows.some((row) => row.value !== null);
  return (
    <div className={style.list}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {search.variant !== undefined && (
        <div className={style.only}>
          <span>
            {ofOne
              ? t("stock.movementsOf", { name: nameOfVariant(first.itemName, first.variantName) })
              : t("stock.noMovements")}
          </span>
          <Button size="compact-sm" variant="subtle" onClick={onAll}>
            {t("stock.allMovements")}
          </Button>
        </div>
      )}
      {rows.length === 0 && search.variant === undefined && (
        <EmptyState title={t("stock.noMovements")} text={t("stock.noMovementsText")} />
      )}
      {rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className={`rows stacked ${style.movements}`}>
            <caption className="unseen">{t("stock.tab.movements")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("stock.when")}</th>
                <th scope="col">{t("stock.movement")}</th>
                <th scope="col">{t("stock.what")}</th>
                <th scope="col">{t("stock.warehouse")}</th>
                <th scope="col" className="figures">
                  {t("stock.quantity")}
                </th>
                {seesCost && (
                  <th scope="col" className="figures">
                    {t("stock.value")}
                  </th>
                )}
                <th scope="col">{t("stock.because")}</th>
                <th scope="col">{t("stock.by")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className={style.when}>{dateTime(row.at)}</td>
                  <td>{t(`stock.movement.${row.kind}`)}</td>
                  <td className={style.name}>{nameOfVariant(row.itemName, row.variantName)}</td>
                  <td>{row.warehouseName}</td>
                  <td className="figures">
                    <span className={row.quantity.startsWith("-") ? undefined : style.came}>
                      {row.quantity.startsWith("-") ? "" : "+"}
                      {quantity(row.quantity, row.unit)}
                    </span>
                  </td>
                  {seesCost && (
                    <td className="figures" data-label={t("stock.value")}>
                      {row.value === null ? "–" : money(row.value)}
                    </td>
                  )}
                  <td>
                    {row.orderId !== null && row.orderNumber !== null && (
                      <>
                        {can("order.read") ? (
                          <Link
                            to="/w/$workspace/orders/$orderId"
                            params={{ workspace, orderId: row.orderId }}
                          >
                            {t("board.number", { number: row.orderNumber })}
                          </Link>
                        ) : (
                          t("board.number", { number: row.orderNumber })
                        )}
                        {row.stageName !== null && `, ${row.stageName}`}
                      </>
                    )}
                    {row.note !== "" && <div className="soft">{row.note}</div>}
                  </td>
                  <td>{row.byName ?? t("facts.automation")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}
