import { Button, Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../../stock/texts.ts";
import type { PurchaseListSearch } from "../buying-search.ts";
import type { SetSearch } from "../purchase-page.tsx";
import { ProposalGroup } from "./proposal-group.tsx";
import {
  type Choice,
  type Choices,
  chosenOf,
  draftsOf,
  groupsOf,
  rowsToSend,
  totalOf,
} from "./proposal-draft.ts";
import style from "../buying.module.css";

type Props = {
  readonly search: PurchaseListSearch;
  readonly workspace: string;
  readonly setSearch: SetSearch;
};

/** What should be bought, by supplier; what is ticked becomes drafts in one step. */
export function ProposalList({ search, workspace, setSearch }: Props) {
  const { t, money, list } = useTexts();
  const { can } = useSession();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Choices>({});
  const create = useCommand("createPurchases");
  const found = useRoute(
    "proposePurchases",
    {
      ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
      ...(search.task === undefined ? {} : { taskId: search.task }),
    },
    { keepPrevious: true },
  );
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const suppliers = usePages<"listSuppliers">("listSuppliers", { limit: 200 }).rows ?? [];
  const asked = useMemo(() => search.variant?.split(",") ?? [], [search.variant]);
  const all = chosenOf(found.data?.rows ?? [], choices, asked);
  // Whoever came for something sees that alone, until they ask for all.
  const shown = asked.length === 0 ? all : all.filter((one) => asked.includes(one.row.variantId));
  const rows = rowsToSend(shown);
  const ticked = shown.filter((one) => one.ticked);
  const total = totalOf(shown);
  const unsupplied = ticked.filter((one) => one.supplierId === null).length;
  const mayPropose = can("purchase.propose");
  const choose = (keys: readonly string[], choice: Choice): void =>
    setChoices((before) => ({
      ...before,
      ...Object.fromEntries(keys.map((key) => [key, { ...before[key], ...choice }])),
    }));
  const submit = async (): Promise<void> => {
    if (rows === null || rows.length === 0) return;
    const answer = await create.run({ rows: [...rows] }, { inPlace: true });
    if (!answer.ok) return;
    const { purchases } = answer.value;
    setChoices({});
    notify({
      tone: "done",
      text: t("proposals.made", {
        count: purchases.length,
        numbers: list(purchases.map((one) => t("board.number", { number: one.number }))),
      }),
    });
    const [only, another] = purchases;
    if (only !== undefined && another === undefined) {
      void navigate({
        to: "/w/$workspace/purchases/$purchaseId",
        params: { workspace, purchaseId: only.purchaseId },
      });
    } else setSearch({ tab: "orders", variant: undefined, warehouse: undefined, task: undefined });
  };
  if (found.data === undefined) {
    return found.refusal === undefined ? (
      <PageSkeleton lines={8} />
    ) : (
      <RefusalNotice refusal={found.refusal} retry={found.refetch} />
    );
  }
  const here = warehouses.find((one) => one.id === search.warehouse);
  const noneOfAsked = asked.length > 0 && shown.length === 0;
  return (
    <div className={style.list}>
      <div className={style.filters}>
        {warehouses.length > 1 && (
          <Select
            aria-label={t("purchases.warehouse")}
            placeholder={t("stock.anyWarehouse")}
            clearable
            data={warehouses.map((one) => ({ value: one.id, label: one.name }))}
            value={search.warehouse ?? null}
            onChange={(warehouse) => setSearch({ warehouse: warehouse ?? undefined })}
          />
        )}
        {asked.length > 0 && (
          <p className={style.asked} role="status">
            {t(noneOfAsked ? "proposals.gone" : "proposals.asked")}{" "}
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setSearch({ variant: undefined, task: undefined })}
            >
              {t("proposals.showAll")}
            </Button>
          </p>
        )}
      </div>
      <RefusalNotice refusal={found.refusal} retry={found.refetch} />
      {all.length === 0 && !noneOfAsked && here === undefined && (
        <EmptyState title={t("proposals.empty.title")} text={t("proposals.empty.text")} />
      )}
      {all.length === 0 && !noneOfAsked && here !== undefined && (
        <EmptyState
          title={t("proposals.emptyHere.title", { warehouse: here.name })}
          text={t("proposals.emptyHere.text")}
        >
          <Button variant="default" onClick={() => setSearch({ warehouse: undefined })}>
            {t("proposals.showAll")}
          </Button>
        </EmptyState>
      )}
      {shown.length > 0 && <p className="soft">{t("proposals.text")}</p>}
      {groupsOf(shown).map((group) => (
        <ProposalGroup
          key={group.supplierId ?? "none"}
          group={group}
          suppliers={suppliers}
          workspace={workspace}
          mayPropose={mayPropose}
          onChoose={choose}
        />
      ))}
      {found.data.more && <p className="soft">{t("proposals.more")}</p>}
      {shown.length > 0 && mayPropose && (
        <div className={style.bar}>
          <RefusalNotice
            refusal={create.refusal}
            {...(create.refusal?.code === "proposal_stale" ? { retry: found.refetch } : {})}
          />
          <div className={style.barRow}>
            <span aria-live="polite">
              {t("proposals.count", { count: ticked.length })}
              {can("item.cost") &&
                ticked.length > 0 &&
                ` · ${total === null ? t("purchases.unknownTotal") : money(total)}`}
              {unsupplied > 0 && (
                <span className={style.warning}> {t("proposals.chooseFirst", { count: unsupplied })}</span>
              )}
            </span>
            <Button
              loading={create.pending}
              disabled={rows === null || rows.length === 0}
              onClick={() => void submit()}
            >
              {t("proposals.create", { count: rows === null ? 0 : draftsOf(rows) })}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
