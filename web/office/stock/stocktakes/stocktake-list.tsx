import { Badge, Button, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import type { Warehouse } from "../receive-dialog.tsx";
import { useTexts } from "../texts.ts";
import { stateTones } from "./state-tones.ts";
import style from "./stocktakes.module.css";

type Props = {
  readonly workspace: string;
  readonly warehouses: readonly Warehouse[];
  readonly warehouseId: string | undefined;
  /** The form of a new one is open: the address says so. */
  readonly isStarting: boolean;
  readonly onStarting: (starting: boolean) => void;
};

/** Stocktakes, newest first; one that is being counted is opened by its row. */
export function StocktakeList({ workspace, warehouses, warehouseId, isStarting, onStarting }: Props) {
  const { t, dateTime } = useTexts();
  const { can } = useSession();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listStocktakes">(
    "listStocktakes",
    warehouseId === undefined ? {} : { warehouseId },
    { keepPrevious: true },
  );
  const mayWrite = can("stock.write");
  const start = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onStarting(true)}>
      {t("stocktake.start")}
    </Button>
  );
  return (
    <div className={style.list}>
      {rows === undefined && pending && refusal === undefined && <PageSkeleton lines={5} />}
      <RefusalNotice refusal={refusal} retry={refetch} />
      {rows !== undefined && rows.length === 0 && (
        <EmptyState title={t("stocktake.empty.title")} text={t("stocktake.empty.text")}>
          {start}
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <>
          <div>{start}</div>
          <div className="plate scroll-aside">
            <table className="rows stacked">
              <caption className="unseen">{t("stock.tab.stocktakes")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("stocktake.started")}</th>
                  <th scope="col">{t("stock.warehouse")}</th>
                  <th scope="col">{t("stocktake.state")}</th>
                  <th scope="col" className="figures">
                    {t("stocktake.counted")}
                  </th>
                  <th scope="col" className="figures">
                    {t("stocktake.adjusted")}
                  </th>
                  <th scope="col">{t("stock.note")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td>
                      <Link
                        to="/w/$workspace/stocktakes/$stocktakeId"
                        params={{ workspace, stocktakeId: row.id }}
                      >
                        {dateTime(row.startedAt)}
                      </Link>
                      {row.startedByName !== null && <div className="soft">{row.startedByName}</div>}
                    </td>
                    <td data-label={t("stock.warehouse")}>{row.warehouseName}</td>
                    <td data-label={t("stocktake.state")}>
                      <Badge color={stateTones[row.state]}>{t(`stocktake.state.${row.state}`)}</Badge>
                    </td>
                    <td className="figures" data-label={t("stocktake.counted")}>
                      {row.counted}
                    </td>
                    <td className="figures" data-label={t("stocktake.adjusted")}>
                      {row.adjusted ?? ""}
                    </td>
                    <td data-label={t("stock.note")}>{row.note}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <MoreButton more={more} pending={fetchingMore} />
        </>
      )}
      {isStarting && mayWrite && warehouses.length > 0 && (
        <StartDialog
          workspace={workspace}
          warehouses={warehouses}
          warehouseId={warehouseId}
          onClose={() => onStarting(false)}
        />
      )}
    </div>
  );
}

type StartProps = Omit<Props, "isStarting" | "onStarting"> & { readonly onClose: () => void };

function StartDialog({ workspace, warehouses, warehouseId, onClose }: StartProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const start = useCommand("startStocktake");
  const [chosen, setChosen] = useState<string | null>(warehouseId ?? warehouses[0]?.id ?? null);
  const submit = async (): Promise<void> => {
    if (chosen === null) return;
    const answer = await start.run({ warehouseId: chosen }, { inPlace: true });
    if (!answer.ok) return;
    await navigate({
      to: "/w/$workspace/stocktakes/$stocktakeId",
      params: { workspace, stocktakeId: answer.value.stocktakeId },
    });
  };
  return (
    <FormDialog
      title={t("stocktake.start")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("stocktake.begin")}
      pending={start.pending}
      refusal={start.refusal}
      disabled={chosen === null}
    >
      <p className="soft">{t("stocktake.startText")}</p>
      <Select
        label={t("stock.warehouse")}
        allowDeselect={false}
        data-autofocus
        data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
        value={chosen}
        onChange={setChosen}
        error={faultAt(start.refusal, "warehouseId")}
      />
    </FormDialog>
  );
}
