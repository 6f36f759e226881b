import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Mark } from "../production/mark.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "./texts.ts";
import type { StockSearch } from "./stock-search.ts";
import style from "./stock.module.css";

export type BalanceRow = OutputOf<"listBalances">["rows"][number];
type Props = {
  readonly search: StockSearch;
  readonly workspace: string;
  readonly onTransfer: ((row: BalanceRow) => void) | undefined;
  readonly onReceive: (() => void) | undefined;
  readonly onMinimum: ((row: BalanceRow) => void) | undefined;
  readonly onClear: () => void;
};

/** What is on hand, reserved and free, and what it is worth for those who may see it. */
export function BalanceList({ search, workspace, onTransfer, onReceive, onMinimum, onClear }: Props) {
  const { t, quantity, unitPrice, money, date, lookUp } = useTexts();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listBalances">(
    "listBalances",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
      ...(search.kind === undefined ? {} : { kind: search.kind }),
      ...(search.only === undefined ? {} : { only: search.only }),
    },
    { keepPrevious: true },
  );
  const narrowed = [search.search, search.warehouse, search.kind, search.only].some(
    (one) => one !== undefined,
  );
  if (rows === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={8} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (rows.length === 0) {
    return narrowed ? (
      <EmptyState title={t("list.nothing.title")} text={t("stock.nothing")}>
        <Button variant="default" onClick={onClear}>
          {t("board.clearFilters")}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState title={t("stock.empty.title")} text={t("stock.empty.text")}>
        {onReceive !== undefined && <Button onClick={onReceive}>{t("stock.receive")}</Button>}
      </EmptyState>
    );
  }
  const seesCost = rows.some((row) => row.value !== null);
  return (
    <div className={style.list}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      <div className="plate scroll-aside">
        <table className="rows stacked">
          <caption className="unseen">{t("stock.tab.on-hand")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("stock.what")}</th>
              <th scope="col">{t("stock.warehouse")}</th>
              <th scope="col" className="figures">
                {t("stock.onHand")}
              </th>
              <th scope="col" className="figures">
                {t("stock.reserved")}
              </th>
              <th scope="col" className="figures">
                {t("stock.free")}
              </th>
              <th scope="col" className="figures">
                {t("stock.short")}
              </th>
              <th scope="col" className="figures">
                {t("stock.expected")}
              </th>
              <th scope="col" className="figures">
                {t("stock.minimum")}
              </th>
              {seesCost && (
                <th scope="col" className="figures">
                  {t("stock.value")}
                </th>
              )}
              <th scope="col">
                <span className="unseen">{t("action.more")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const name = nameOfVariant(row.itemName, row.variantName);
              return (
                <tr key={`${row.variantId} ${row.warehouseId}`}>
                  <td className={style.name}>
                    {name} {row.discrepancy && <Mark tone="alarm">{t("stock.discrepancy")}</Mark>}
                    {row.belowMinimum && <Mark tone="waiting">{t("stock.belowMinimum")}</Mark>}
                    {row.sku !== null && <div className="soft">{row.sku}</div>}
                  </td>
                  <td data-label={t("stock.warehouse")}>{row.warehouseName}</td>
                  <td className="figures" data-label={t("stock.onHand")}>
                    {quantity(row.onHand, row.unit)}
                  </td>
                  <td className="figures" data-label={t("stock.reserved")}>
                    {quantity(row.reserved, row.unit)}
                  </td>
                  <td className={`figures ${style.free}`} data-label={t("stock.free")}>
                    {quantity(row.free, row.unit)}
                  </td>
                  <td className={`figures ${style.short}`} data-label={t("stock.short")}>
                    {row.short === "0" ? "" : quantity(row.short, row.unit)}
                  </td>
                  <td className="figures" data-label={t("stock.expected")}>
                    {row.expected !== "0" && quantity(row.expected, row.unit)}
                    {row.expected !== "0" && row.expectedDate !== null && (
                      <div className="soft">{date(row.expectedDate)}</div>
                    )}
                    {row.inDrafts !== "0" && (
                      <div className="soft">
                        {t("purchases.draftsToo", { amount: quantity(row.inDrafts, row.unit) })}
                      </div>
                    )}
                  </td>
                  <td className="figures" data-label={t("stock.minimum")}>
                    {row.minimum !== null && quantity(row.minimum, row.unit)}
                    {row.fillUpTo !== null && (
                      <div className="soft">→ {quantity(row.fillUpTo, row.unit)}</div>
                    )}
                  </td>
                  {seesCost && (
                    <td className="figures" data-label={t("stock.value")}>
                      {row.value === null ? "–" : money(row.value)}
                      {row.average !== null && (
                        <div className="soft" title={t("stock.average")}>
                          {unitPrice(shorten(row.average))} / {lookUp(`unit.${row.unit}`) ?? row.unit}
                        </div>
                      )}
                    </td>
                  )}
                  <td className="figures">
                    <RowMenu
                      row={row}
                      name={name}
                      workspace={workspace}
                      onTransfer={onTransfer}
                      onMinimum={onMinimum}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}

type RowMenuProps = Pick<Props, "workspace" | "onTransfer" | "onMinimum"> & {
  readonly row: BalanceRow;
  readonly name: string;
};

function RowMenu({ row, name, workspace, onTransfer, onMinimum }: RowMenuProps) {
  const { t } = useTexts();
  const { can } = useSession();
  const lacking = row.short !== "0" || row.belowMinimum;
  const coming = row.expected !== "0" || row.inDrafts !== "0";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("stock.rowMenu", { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          renderRoot={(root) => (
            <Link
              {...root}
              to="/w/$workspace/stock"
              params={{ workspace }}
              search={{
                tab: "movements",
                variant: row.variantId,
                warehouse: row.warehouseId,
              }}
            />
          )}
        >
          {t("stock.showMovements")}
        </Menu.Item>
        {onTransfer !== undefined && (
          <Menu.Item onClick={() => onTransfer(row)}>{t("stock.transfer")}</Menu.Item>
        )}
        {onMinimum !== undefined && (
          <Menu.Item onClick={() => onMinimum(row)}>{t("stock.setMinimum")}</Menu.Item>
        )}
        {can("purchase.read") && lacking && (
          <Menu.Item
            renderRoot={(root) => (
              <Link
                {...root}
                to="/w/$workspace/purchases"
                params={{ workspace }}
                search={{ variant: row.variantId, warehouse: row.warehouseId }}
              />
            )}
          >
            {t("stock.propose")}
          </Menu.Item>
        )}
        {can("purchase.read") && coming && (
          <Menu.Item
            renderRoot={(root) => (
              <Link
                {...root}
                to="/w/$workspace/purchases"
                params={{ workspace }}
                search={{ tab: "orders", variant: row.variantId }}
              />
            )}
          >
            {t("stock.showPurchases")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** An average has ten places in stock; nobody reads more than four. */
function shorten(average: string): string {
  return average.replace(/^(-?\d+\.\d{4})\d+$/, "$1");
}
