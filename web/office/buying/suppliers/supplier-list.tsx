import { Button, Drawer, Switch } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../../production/mark.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { SearchField } from "../../search-field.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { useTexts } from "../../stock/texts.ts";
import type { PurchaseListSearch } from "../buying-search.ts";
import type { SetSearch } from "../purchase-page.tsx";
import { PriceDialog, type Price } from "./price-dialog.tsx";
import { PriceTable } from "./price-table.tsx";
import { SupplierDialog } from "./supplier-dialog.tsx";
import style from "../buying.module.css";

type Props = { readonly search: PurchaseListSearch; readonly setSearch: SetSearch };

export function SupplierList({ search, setSearch }: Props) {
  const { t, lookUp } = useTexts();
  const { can } = useSession();
  const archived = search.archived === "yes";
  const pages = usePages<"listSuppliers">(
    "listSuppliers",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(archived ? { archived: "true" } : {}),
    },
    { keepPrevious: true },
  );
  const { rows } = pages;
  const none = rows?.length === 0 && search.search === undefined;
  // Nobody in use is not nobody at all.
  const ever = useRoute("listSuppliers", { archived: "true", limit: 1 }, { enabled: none && !archived });
  const allArchived = none && !archived && (ever.data?.rows.length ?? 0) > 0;
  return (
    <div className={style.list}>
      <div className={style.filters}>
        <SearchField
          label={t("suppliers.search")}
          value={search.search ?? ""}
          onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
        />
        <Switch
          label={t("suppliers.showArchived")}
          checked={archived}
          onChange={(event) => setSearch({ archived: event.currentTarget.checked ? "yes" : undefined })}
        />
      </div>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && pages.refusal === undefined && <PageSkeleton />}
      {rows?.length === 0 &&
        (search.search === undefined ? (
          <EmptyState
            title={t(allArchived ? "suppliers.allArchived.title" : "suppliers.empty.title")}
            text={t(allArchived ? "suppliers.allArchived.text" : "suppliers.empty.text")}
          >
            {can("purchase.write") && (
              <Button onClick={() => setSearch({ new: "supplier" })}>{t("suppliers.new")}</Button>
            )}
          </EmptyState>
        ) : (
          <EmptyState title={t("list.nothing.title")} text={t("suppliers.nothing")} />
        ))}
      {rows !== undefined && rows.length > 0 && (
        <ScrollAside label={t("purchases.tab.suppliers")} plate>
          <table className="rows stacked">
            <caption className="unseen">{t("purchases.tab.suppliers")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("suppliers.name")}</th>
                <th scope="col">{t("suppliers.phone")}</th>
                <th scope="col">{t("suppliers.email")}</th>
                <th scope="col">{lookUp("suppliers.leadDays")}</th>
                <th scope="col" className="figures">
                  {t("suppliers.offers")}
                </th>
                <th scope="col" className="figures">
                  {t("suppliers.open")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      className={style.nameButton ?? ""}
                      onClick={() => setSearch({ supplier: row.id })}
                    >
                      {row.name}
                    </Button>{" "}
                    {row.archived && <Mark>{t("suppliers.archived")}</Mark>}
                  </td>
                  <td>{row.phone}</td>
                  <td>{row.email}</td>
                  <td data-label={t("suppliers.leadDays")}>{row.leadDays ?? "–"}</td>
                  <td className="figures" data-label={t("suppliers.offers")}>
                    {row.offers}
                  </td>
                  <td className="figures" data-label={t("suppliers.open")}>
                    {row.openPurchases}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAside>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
      {search.supplier !== undefined && <SupplierCard supplierId={search.supplier} setSearch={setSearch} />}
    </div>
  );
}

/** Who they are and what they offer, over the list. */
function SupplierCard({
  supplierId,
  setSearch,
}: {
  readonly supplierId: string;
  readonly setSearch: SetSearch;
}) {
  const { t } = useTexts();
  const { can } = useSession();
  const { data: supplier, refusal, refetch } = useRoute("showSupplier", { supplierId });
  const change = useCommand("changeSupplier");
  const [edited, setEdited] = useState(false);
  const [price, setPrice] = useState<Price | "new">();
  const mayWrite = can("purchase.write");
  const archive = async (archived: boolean): Promise<void> => {
    const answer = await change.run({ supplierId, archived });
    if (!answer.ok || !archived || supplier === undefined) return;
    notify({
      tone: "done",
      text: `${supplier.name}: ${t("suppliers.archived")}`,
      act: { label: t("action.undo"), run: () => void change.run({ supplierId, archived: false }) },
    });
  };
  return (
    <Drawer
      opened
      position="right"
      size="44rem"
      title={supplier?.name ?? t("purchases.supplier")}
      onClose={() => setSearch({ supplier: undefined })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={style.card}>
        <RefusalNotice refusal={refusal} retry={refetch} />
        {supplier === undefined && refusal === undefined && <PageSkeleton />}
        {supplier !== undefined && (
          <>
            <div className={style.facts}>
              {supplier.archived && <Mark>{t("suppliers.archived")}</Mark>}
              {supplier.phone !== null && (
                <a href={`tel:${supplier.phone.replaceAll(/[^+\d]/g, "")}`}>{supplier.phone}</a>
              )}
              {supplier.email !== null && <a href={`mailto:${supplier.email}`}>{supplier.email}</a>}
              {supplier.leadDays !== null && (
                <span>{t("proposals.leadDays", { days: supplier.leadDays })}</span>
              )}
            </div>
            {supplier.notes !== "" && <p className={style.notes}>{supplier.notes}</p>}
            <div className={style.actions}>
              {mayWrite && (
                <>
                  <Button
                    variant="default"
                    leftSection={<IconPencil size={16} aria-hidden />}
                    onClick={() => setEdited(true)}
                  >
                    {t("action.edit")}
                  </Button>
                  <Button
                    variant="subtle"
                    loading={change.pending}
                    onClick={() => void archive(!supplier.archived)}
                  >
                    {t(supplier.archived ? "suppliers.restore" : "suppliers.archive")}
                  </Button>
                </>
              )}
              <Button
                variant="subtle"
                onClick={() => setSearch({ tab: "orders", supplier: supplierId, show: "all" })}
              >
                {t("purchases.tab.orders")}
              </Button>
            </div>
            <div className={style.sectionHead}>
              <h2 className={style.heading}>{t("suppliers.prices")}</h2>
              {mayWrite && (
                <Button
                  variant="light"
                  size="xs"
                  leftSection={<IconPlus size={14} aria-hidden />}
                  onClick={() => setPrice("new")}
                >
                  {t("suppliers.addPrice")}
                </Button>
              )}
            </div>
            <PriceTable supplierId={supplierId} onEdit={mayWrite ? setPrice : undefined} />
          </>
        )}
      </div>
      {edited && supplier !== undefined && (
        <SupplierDialog
          supplier={supplier}
          onClose={() => setEdited(false)}
          onSaved={() => setEdited(false)}
        />
      )}
      {price !== undefined && supplier !== undefined && (
        <PriceDialog
          supplier={supplier}
          price={price === "new" ? null : price}
          onClose={() => setPrice(undefined)}
        />
      )}
    </Drawer>
  );
}
