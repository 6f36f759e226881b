import { Button, Menu, Select, Tabs } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { itemKinds } from "../item-kinds.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { SearchField } from "../search-field.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { BalanceList, type BalanceRow } from "./balance-list.tsx";
import { BatchList } from "./batches/batch-list.tsx";
import { CountDialog } from "./count-dialog.tsx";
import { MinimumDialog } from "./minimum-dialog.tsx";
import { MovementList } from "./movement-list.tsx";
import { ReceiveDialog } from "./receive-dialog.tsx";
import { ShortageList } from "./shortage-list.tsx";
import { StocktakeList } from "./stocktakes/stocktake-list.tsx";
import { type StockSearch, stockOnly, stockTabs } from "./stock-search.ts";
import { TransferDialog } from "./transfer-dialog.tsx";
import { WarehouseDialog } from "./warehouse-dialog.tsx";
import style from "./stock.module.css";

const route = getRouteApi("/w/$workspace/stock");

type Dialog =
  | { readonly kind: "receive" | "warehouse" | "count" }
  | { readonly kind: "transfer"; readonly from?: BalanceRow }
  | { readonly kind: "minimum"; readonly row: BalanceRow };

export function StockPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const [dialog, setDialog] = useState<Dialog>();
  const close = (): void => {
    setDialog(undefined);
    if (search.new !== undefined) setSearch({ new: undefined });
  };
  const setSearch = (part: Partial<StockSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const mayWrite = can("stock.write");
  const tab = search.tab ?? "on-hand";
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the last tabs lie beside the screen, also when an address leads to one of them.
    tabs.current
      ?.querySelector("[aria-selected=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);

  return (
    <Page
      title={t("stock.title")}
      actions={
        mayWrite && (
          <div className={style.tools}>
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setDialog({ kind: "receive" })}
            >
              {t("stock.receive")}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
                  {t("stock.more")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog({ kind: "transfer" })}>{t("stock.transfer")}</Menu.Item>
                <Menu.Item onClick={() => setDialog({ kind: "count" })}>{t("stock.count")}</Menu.Item>
                <Menu.Item onClick={() => setDialog({ kind: "warehouse" })}>
                  {t("stock.addWarehouse")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </div>
        )
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          setSearch({ tab: next === "on-hand" ? undefined : stockTabs.find((one) => one === next) })
        }
      >
        <Tabs.List ref={tabs}>
          {stockTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`stock.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={style.filters}>
          {(tab === "on-hand" || tab === "shortages") && (
            <SearchField
              label={t("stock.search")}
              value={search.search ?? ""}
              onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
            />
          )}
          {tab !== "batches" && (
            <Select
              aria-label={t("stock.warehouse")}
              placeholder={t("stock.anyWarehouse")}
              clearable
              data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
              value={search.warehouse ?? null}
              onChange={(warehouse) => setSearch({ warehouse: warehouse ?? undefined })}
            />
          )}
          {tab === "on-hand" && (
            <Select
              aria-label={t("item.kind")}
              placeholder={t("item.anyKind")}
              clearable
              data={itemKinds.map((kind) => ({ value: kind, label: t(`item.kind.${kind}`) }))}
              value={search.kind ?? null}
              onChange={(kind) => setSearch({ kind: itemKinds.find((one) => one === kind) })}
            />
          )}
          {tab === "on-hand" && (
            <Select
              aria-label={t("stock.only")}
              placeholder={t("stock.onlyAny")}
              clearable
              data={stockOnly.map((one) => ({ value: one, label: t(`stock.only.${one}`) }))}
              value={search.only ?? null}
              onChange={(only) => setSearch({ only: stockOnly.find((one) => one === only) })}
            />
          )}
        </div>
        <Tabs.Panel value="on-hand">
          <BalanceList
            search={search}
            workspace={workspace}
            onTransfer={mayWrite ? (from) => setDialog({ kind: "transfer", from }) : undefined}
            onReceive={mayWrite ? () => setDialog({ kind: "receive" }) : undefined}
            onMinimum={mayWrite ? (row) => setDialog({ kind: "minimum", row }) : undefined}
            onClear={() =>
              setSearch({ search: undefined, warehouse: undefined, kind: undefined, only: undefined })
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="shortages">
          <ShortageList search={search} workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="batches">
          <BatchList search={search} workspace={workspace} warehouses={warehouses} setSearch={setSearch} />
        </Tabs.Panel>
        <Tabs.Panel value="movements">
          <MovementList
            search={search}
            workspace={workspace}
            onAll={() => setSearch({ variant: undefined, warehouse: undefined })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="stocktakes">
          <StocktakeList
            workspace={workspace}
            warehouses={warehouses}
            warehouseId={search.warehouse}
            isStarting={search.new === "stocktake"}
            onStarting={(starting) => setSearch({ new: starting ? "stocktake" : undefined })}
          />
        </Tabs.Panel>
      </Tabs>
      {mayWrite && (dialog?.kind === "receive" || (search.new === "receipt" && warehouses.length > 0)) && (
        <ReceiveDialog warehouses={warehouses} warehouseId={search.warehouse} onClose={close} />
      )}
      {dialog?.kind === "transfer" && (
        <TransferDialog warehouses={warehouses} from={dialog.from} onClose={close} />
      )}
      {dialog?.kind === "count" && (
        <CountDialog warehouses={warehouses} warehouseId={search.warehouse} onClose={close} />
      )}
      {dialog?.kind === "minimum" && <MinimumDialog row={dialog.row} onClose={close} />}
      {dialog?.kind === "warehouse" && <WarehouseDialog onClose={close} />}
    </Page>
  );
}
