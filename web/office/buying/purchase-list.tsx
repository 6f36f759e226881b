import { Button, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { Mark } from "../production/mark.tsx";
import { ScrollAside } from "../scroll-aside.tsx";
import { SearchField } from "../search-field.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "../stock/texts.ts";
import { todayIn } from "../today.ts";
import { type PurchaseListSearch, purchaseShows } from "./buying-search.ts";
import type { SetSearch } from "./purchase-page.tsx";
import { toneOfPurchase, wordOfPurchase } from "./purchase-words.ts";
import style from "./buying.module.css";

type Row = OutputOf<"listPurchases">["rows"][number];
type Props = {
  readonly search: PurchaseListSearch;
  readonly workspace: string;
  readonly setSearch: SetSearch;
};

/** What is on its way, by its day: what is late and what comes today stand first. */
export function PurchaseList({ search, workspace, setSearch }: Props) {
  const { t, lookUp } = useTexts();
  const show = search.show ?? "open";
  const pages = usePages<"listPurchases">(
    "listPurchases",
    {
      show,
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.supplier === undefined ? {} : { supplierId: search.supplier }),
      // Of several variants none is one's purchase orders.
      ...(search.variant === undefined || search.variant.includes(",") ? {} : { variantId: search.variant }),
    },
    { keepPrevious: true },
  );
  const { rows } = pages;
  const narrowed =
    search.search !== undefined || search.supplier !== undefined || search.variant !== undefined;
  return (
    <div className={style.list}>
      <div className={style.filters}>
        <SearchField
          label={t("purchases.search")}
          value={search.search ?? ""}
          onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
        />
        <Select
          aria-label={t("purchases.show")}
          allowDeselect={false}
          data={purchaseShows.map((one) => ({
            value: one,
            label: lookUp(`purchases.show.${one}`) ?? lookUp(`purchases.state.${one}`) ?? one,
          }))}
          value={show}
          onChange={(next) =>
            setSearch({ show: purchaseShows.find((one) => one === next && one !== "open") })
          }
        />
      </div>
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && pages.refusal === undefined && <PageSkeleton lines={8} />}
      {rows?.length === 0 && narrowed && (
        <EmptyState title={t("list.nothing.title")} text={t("purchases.nothing")}>
          <Button
            variant="default"
            onClick={() =>
              setSearch({ search: undefined, supplier: undefined, variant: undefined, show: undefined })
            }
          >
            {t("board.clearFilters")}
          </Button>
        </EmptyState>
      )}
      {rows?.length === 0 && !narrowed && show !== "open" && show !== "all" && (
        <EmptyState title={t("purchases.none.title", { show })} text={t("purchases.none.text", { show })}>
          <Button variant="default" onClick={() => setSearch({ show: undefined })}>
            {t("purchases.showOpen")}
          </Button>
        </EmptyState>
      )}
      {rows?.length === 0 && !narrowed && (show === "open" || show === "all") && (
        <EmptyState title={t("purchases.none.title", { show })} text={t("purchases.empty.text")}>
          <Button variant="default" onClick={() => setSearch({ tab: undefined })}>
            {t("purchases.tab.proposals")}
          </Button>
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && <PurchaseTable rows={rows} workspace={workspace} />}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
    </div>
  );
}

function PurchaseTable({ rows, workspace }: { readonly rows: readonly Row[]; readonly workspace: string }) {
  const texts = useTexts();
  const { t, money, date } = texts;
  const { can, workspace: place } = useSession();
  const today = todayIn(place.timeZone);
  const seesCost = can("item.cost");
  return (
    <ScrollAside label={t("purchases.tab.orders")} plate>
      <table className="rows stacked">
        <caption className="unseen">{t("purchases.tab.orders")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("purchases.supplier")}</th>
            <th scope="col">{t("purchases.state")}</th>
            <th scope="col">{t("purchases.goods")}</th>
            <th scope="col">{t("purchases.warehouse")}</th>
            <th scope="col">{t("purchases.expected")}</th>
            <th scope="col">{t("purchases.progress")}</th>
            {seesCost && (
              <th scope="col" className="figures">
                {t("purchases.total")}
              </th>
            )}
            <th scope="col">
              <span className="unseen">{t("purchases.receive")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const open = row.state === "sent" || row.state === "partly_received";
            const params = { workspace, purchaseId: row.id };
            return (
              <tr key={row.id}>
                <td>
                  <Link to="/w/$workspace/purchases/$purchaseId" params={params}>
                    {t("board.number", { number: row.number })} {row.supplierName}
                  </Link>
                </td>
                <td>
                  <Mark tone={toneOfPurchase(row)}>{wordOfPurchase(row, texts)}</Mark>
                </td>
                <td className={style.goods}>
                  {row.lines > row.goods.length
                    ? t("purchases.moreGoods", {
                        goods: row.goods.join(", "),
                        count: row.lines - row.goods.length,
                      })
                    : row.goods.join(", ")}
                </td>
                <td>{row.warehouseName}</td>
                <td data-label={t("purchases.expected")}>
                  {row.expectedDate === null ? (
                    <span className="soft">{t("purchases.noDay")}</span>
                  ) : (
                    <>
                      {date(row.expectedDate)} {row.late && <Mark tone="alarm">{t("purchases.late")}</Mark>}
                      {open && row.expectedDate === today && (
                        <Mark tone="waiting">{t("purchases.today")}</Mark>
                      )}
                    </>
                  )}
                </td>
                <td data-label={t("purchases.progress")}>
                  {t("purchases.linesOf", { done: row.linesReceived, all: row.lines })}
                </td>
                {seesCost && (
                  <td className="figures" data-label={t("purchases.total")}>
                    {row.total === null ? (
                      <span className="soft">{t("purchases.unknownTotal")}</span>
                    ) : (
                      money(row.total)
                    )}
                  </td>
                )}
                <td className="figures">
                  {open && can("purchase.write") && (
                    <ButtonLink
                      to="/w/$workspace/purchases/$purchaseId/receive"
                      params={params}
                      variant="light"
                      size="compact-sm"
                      aria-label={`${t("purchases.receive")}: ${t("board.number", { number: row.number })}`}
                    >
                      {t("purchases.receive")}
                    </ButtonLink>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollAside>
  );
}
