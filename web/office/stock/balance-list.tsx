import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Mark } from "../production/mark.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "../texts.ts";
import type { StockSearch } from "./stock-search.ts";
import style from "./stock.module.css";

export type BalanceRow = OutputOf<"listBalances">["rows"][number];
type Props = {
  readonly search: StockSearch;
  readonly workspace: string;
  readonly onTransfer: ((row: BalanceRow) => void) | undefined;
  readonly onReceive: (() => void) | undefined;
  readonly onClear: () => void;
};

/** What is on hand, reserved and free, and what it is worth for those who may see it. */
export function BalanceList({ search, workspace, onTransfer, onReceive, onClear }: Props) {
  const { t, quantity, unitPrice, money } = useTexts();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listBalances">(
    "listBalances",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
      ...(search.kind === undefined ? {} : { kind: search.kind }),
    },
    { keepPrevious: true },
  );
  const narrowed = search.search !== undefined || search.warehouse !== undefined || search.kind !== undefined;
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
        <table className="rows">
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
              {seesCost && (
                <>
                  <th scope="col" className="figures">
                    {t("stock.average")}
                  </th>
                  <th scope="col" className="figures">
                    {t("stock.value")}
                  </th>
                </>
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
                    {row.sku !== null && <div className="soft">{row.sku}</div>}
                  </td>
                  <td>{row.warehouseName}</td>
                  <td className="figures">{quantity(row.onHand, row.unit)}</td>
                  <td className="figures">{quantity(row.reserved, row.unit)}</td>
                  <td className={`figures ${style.free}`}>{quantity(row.free, row.unit)}</td>
                  {seesCost && (
                    <>
                      <td className="figures">
                        {row.average === null ? "–" : unitPrice(shorten(row.average))}
                      </td>
                      <td className="figures">{row.value === null ? "–" : money(row.value)}</td>
                    </>
                  )}
                  <td className="figures">
                    <RowMenu row={row} name={name} workspace={workspace} onTransfer={onTransfer} />
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

type RowMenuProps = Pick<Props, "workspace" | "onTransfer"> & {
  readonly row: BalanceRow;
  readonly name: string;
};

function RowMenu({ row, name, workspace, onTransfer }: RowMenuProps) {
  const { t } = useTexts();
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
      </Menu.Dropdown>
    </Menu>
  );
}

/** An average has ten places in stock; nobody reads more than four. */
function shorten(average: string): string {
  return average.replace(/^(-?\d+\.\d{4})\d+$/, "$1");
}
