import { Button, Select, Switch } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { usePages } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { SearchField } from "../../search-field.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import type { Warehouse } from "../receive-dialog.tsx";
import { batchDays, type StockSearch } from "../stock-search.ts";
import { useTexts } from "../texts.ts";
import { BestBefore } from "./best-before.tsx";
import style from "./batches.module.css";

type Props = {
  readonly search: StockSearch;
  readonly workspace: string;
  readonly warehouses: readonly Warehouse[];
  readonly setSearch: (part: Partial<StockSearch>) => void;
};

/** What lies of which batch; what expires first stands first. */
export function BatchList({ search, workspace, warehouses, setSearch }: Props) {
  const { t, quantity } = useTexts();
  const wish = {
    ...(search.search === undefined ? {} : { search: search.search }),
    ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
    ...(search.variant === undefined ? {} : { variantId: search.variant }),
    ...(search.within === undefined ? {} : { expiringWithin: search.within }),
    ...(search.used === undefined ? {} : { all: "true" as const }),
  };
  const filtered = Object.keys(wish).length > 0;
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listBatches">(
    "listBatches",
    wish,
    { keepPrevious: true },
  );
  return (
    <div className={style.list}>
      <div className={style.filters}>
        <SearchField
          label={t("batch.search")}
          value={search.search ?? ""}
          onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
        />
        <Select
          aria-label={t("stock.warehouse")}
          placeholder={t("stock.anyWarehouse")}
          clearable
          data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
          value={search.warehouse ?? null}
          onChange={(warehouse) => setSearch({ warehouse: warehouse ?? undefined })}
        />
        <Select
          aria-label={t("batch.within")}
          placeholder={t("batch.anyDay")}
          clearable
          data={batchDays.map((days) => ({
            value: days,
            label: t("batch.withinDays", { days: Number(days) }),
          }))}
          value={search.within ?? null}
          onChange={(days) => setSearch({ within: batchDays.find((one) => one === days) })}
        />
        <Switch
          label={t("batch.all")}
          checked={search.used !== undefined}
          onChange={(event) => setSearch({ used: event.currentTarget.checked ? "yes" : undefined })}
        />
      </div>
      {rows === undefined && pending && refusal === undefined && <PageSkeleton lines={6} />}
      <RefusalNotice refusal={refusal} retry={refetch} />
      {rows?.length === 0 &&
        (filtered ? (
          <EmptyState title={t("batch.none.title")} text={t("batch.none.text")}>
            <Button
              variant="default"
              onClick={() =>
                setSearch({
                  search: undefined,
                  warehouse: undefined,
                  variant: undefined,
                  within: undefined,
                  used: undefined,
                })
              }
            >
              {t("batch.clear")}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t("batch.empty.title")} text={t("batch.empty.text")} />
        ))}
      {rows !== undefined && rows.length > 0 && (
        <>
          <div className="plate scroll-aside">
            <table className="rows stacked">
              <caption className="unseen">{t("stock.tab.batches")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("batch.number")}</th>
                  <th scope="col">{t("batch.what")}</th>
                  <th scope="col">{t("batch.bestBefore")}</th>
                  <th scope="col" className="figures">
                    {t("batch.onHand")}
                  </th>
                  <th scope="col">{t("batch.where")}</th>
                  <th scope="col">{t("batch.supplier")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td>
                      <Link to="/w/$workspace/batches/$batchId" params={{ workspace, batchId: row.id }}>
                        {row.number}
                      </Link>
                    </td>
                    <td data-label={t("batch.what")}>{nameOfVariant(row.itemName, row.variantName)}</td>
                    <td data-label={t("batch.bestBefore")} className={style.day}>
                      <BestBefore day={row.bestBefore} state={row.state} />
                    </td>
                    <td className="figures" data-label={t("batch.onHand")}>
                      {quantity(row.onHand, row.unit)}
                    </td>
                    <td data-label={t("batch.where")}>
                      {row.places.length === 1
                        ? row.places[0]?.warehouseName
                        : row.places.map((place) => (
                            <div key={place.warehouseId}>
                              {place.warehouseName}:{" "}
                              <span className="figures">{quantity(place.quantity, row.unit)}</span>
                            </div>
                          ))}
                    </td>
                    <td data-label={row.orderId === null ? t("batch.supplier") : undefined}>
                      {row.orderId === null || row.orderNumber === null ? (
                        row.supplier
                      ) : (
                        <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: row.orderId }}>
                          {t("batch.made", { number: row.orderNumber })}
                        </Link>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <MoreButton more={more} pending={fetchingMore} />
        </>
      )}
    </div>
  );
}
