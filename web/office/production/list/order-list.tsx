import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent as ReactKeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from "react";
import type {
  OrderColumn,
  OrderSort,
  OrderSortWord,
} from "#modules/production/contract/order-list-routes.ts";
import type { RequestOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { listShortcuts, useShortcuts } from "../../shell/shortcuts.ts";
import { type BoardSearch, listFilterOf } from "../board-search.ts";
import { sizeAsTold } from "../in-sight.ts";
import { useTexts } from "../texts.ts";
import { useOpenOrder } from "../use-open-order.ts";
import { enterCards, walkBetweenCards } from "../walk-cards.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { figures, ListCell, type ListRow } from "./list-cell.tsx";
import { columnsOf, nextSort } from "./list-columns.ts";
import { type Selection, useSelection } from "./use-selection.ts";
import style from "./list.module.css";

type Props = {
  readonly search: BoardSearch;
  readonly onChange: (part: Partial<BoardSearch>) => void;
  readonly workspace: string;
  readonly today: string;
  readonly open: string | undefined;
  /** Instead of a table without rows. The board can't tell: it has only the last days of what is over. */
  readonly nothing: ReactNode;
};

const noRows: readonly ListRow[] = [];

/** Which of the columns that somebody may not see anything in are not offered either. */
export function useSeenColumns(): (column: OrderColumn) => boolean {
  const { can } = useSession();
  const seesCost = can("order.cost");
  const seesDeals = can("deal.read");
  return useCallback(
    (column) => (column !== "cost" || seesCost) && (column !== "deal" || seesDeals),
    [seesCost, seesDeals],
  );
}

/** The board's own query as a table; what has ended is in it however old it is. Only rows in sight are drawn. */
export function OrderList({ search, onChange, workspace, today, open, nothing }: Props) {
  const { t } = useTexts();
  useShortcuts(listShortcuts);
  const filterText = JSON.stringify(listFilterOf(search));
  const filter = useMemo(() => JSON.parse(filterText) as RequestOf<"listOrders">, [filterText]);
  const sees = useSeenColumns();
  const columns = useMemo(() => columnsOf(search.cols, sees), [search.cols, sees]);
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listOrders">(
    "listOrders",
    filter,
    { keepPrevious: true },
  );
  const shown = rows ?? noRows;
  const selection = useSelection(shown);
  // What is chosen belongs to what the list is narrowed to; how it is sorted does not matter to it.
  const narrowed = JSON.stringify({ ...filter, sort: undefined });
  const { clear } = selection;
  const before = useRef(narrowed);
  useEffect(() => {
    if (before.current !== narrowed) clear();
    before.current = narrowed;
    // oxlint-disable-next-line react/exhaustive-deps -- only another narrowing clears
  }, [narrowed]);

  const place = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: shown.length,
    getScrollElement: () => place.current,
    estimateSize: () => 41,
    overscan: 10,
    getItemKey: (index) => shown[index]?.id ?? index,
    measureElement: sizeAsTold,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && !fetchingMore && shown.length > 0 && lastShown >= shown.length - 15) more();
  }, [more, fetchingMore, lastShown, shown.length]);

  useEffect(() => {
    const enter = (event: KeyboardEvent): void => enterCards(event, place.current);
    document.addEventListener("keydown", enter);
    return () => document.removeEventListener("keydown", enter);
  }, []);
  const opening = useOpenOrder();
  const onKeyDown = (event: ReactKeyboardEvent<HTMLElement>): void => {
    walkBetweenCards(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && selection.count > 0) {
      event.preventDefault();
      selection.clear();
    }
    if (event.key.toLowerCase() !== "x") return;
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-card]") : null;
    if (row?.dataset["card"] === undefined) return;
    event.preventDefault();
    selection.toggle(row.dataset["card"], event.shiftKey);
  };

  return (
    <>
      {/* Arrows go from row to row; each row's link is what takes the focus, and is heard here for all. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={style.place} ref={place} onKeyDown={onKeyDown} onClick={opening.onClick}>
        <RefusalNotice refusal={refusal} retry={refetch} />
        {pending && refusal === undefined && <PageSkeleton lines={10} />}
        {rows?.length === 0 && nothing}
        {shown.length > 0 && (
          <div className={style.plate}>
            <table
              className={`rows stacked ${style.table}`}
              aria-rowcount={more === null ? shown.length + 1 : -1}
            >
              <caption className="unseen">{t("orderList.caption")}</caption>
              <Head
                columns={columns}
                sort={search.sort}
                onSort={(sort) => onChange({ sort })}
                rows={shown}
                selection={selection}
              />
              <tbody data-column="all">
                {above > 0 && <Gap height={above} columns={columns.length + 2} />}
                {items.map((item) => {
                  const row = shown[item.index];
                  if (row === undefined) return null;
                  return (
                    <Row
                      key={row.id}
                      row={row}
                      index={item.index}
                      measure={virtual.measureElement}
                      columns={columns}
                      workspace={workspace}
                      today={today}
                      address={opening.address}
                      open={row.id === open}
                      chosen={selection.has(row.id)}
                      onToggle={selection.toggle}
                    />
                  );
                })}
                {below > 0 && <Gap height={below} columns={columns.length + 2} />}
              </tbody>
            </table>
          </div>
        )}
        <MoreButton more={more} pending={fetchingMore} />
      </div>
      {selection.count > 0 && (
        <BulkBar
          selection={selection}
          filter={filter}
          shown={shown.length}
          isAllShown={more === null}
          workspace={workspace}
          today={today}
        />
      )}
    </>
  );
}

/** What is not drawn, as high as it would be. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden className={style.gap} style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- room, no control */}
      <td colSpan={columns} />
    </tr>
  );
}

function Head(props: {
  readonly columns: readonly OrderColumn[];
  readonly sort: OrderSortWord | undefined;
  readonly onSort: (sort: OrderSortWord | undefined) => void;
  readonly rows: readonly ListRow[];
  readonly selection: Selection;
}) {
  const { columns, sort, onSort, rows, selection } = props;
  const { t } = useTexts();
  const chosen = rows.filter((row) => selection.has(row.id)).length;
  const heading = (column: OrderSort, words: string) => {
    const way = sort === column ? "ascending" : sort === `-${column}` ? "descending" : undefined;
    return (
      <th
        key={column}
        scope="col"
        className={figures.has(column as OrderColumn) ? "figures" : undefined}
        {...(way === undefined ? {} : { "aria-sort": way })}
      >
        <button type="button" className={style.sort} onClick={() => onSort(nextSort(column, sort))}>
          {words}
          {way === "ascending" && <IconArrowUp size={14} aria-hidden />}
          {way === "descending" && <IconArrowDown size={14} aria-hidden />}
          {way === undefined && <IconArrowsSort size={14} aria-hidden className={style.mayest} />}
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr>
        <th scope="col" className={style.box}>
          <Checkbox
            aria-label={t("orderList.chooseShown")}
            checked={chosen > 0 && chosen === rows.length}
            indeterminate={chosen > 0 && chosen < rows.length}
            onChange={() => (chosen === rows.length ? selection.clear() : selection.choose(rows))}
          />
        </th>
        {heading("number", t("orderList.column.order"))}
        {columns.map((column) => heading(column, t(`orderList.column.${column}`)))}
      </tr>
    </thead>
  );
}

/** On a phone, where the headings are gone. */
const speaksForItself: ReadonlySet<OrderColumn> = new Set([
  "status",
  "stage",
  "operator",
  "subcontractor",
  "deal",
  "progress",
]);

const Row = memo(function Row(props: {
  readonly row: ListRow;
  readonly index: number;
  readonly measure: (row: HTMLTableRowElement | null) => void;
  readonly columns: readonly OrderColumn[];
  readonly workspace: string;
  readonly today: string;
  readonly address: string;
  readonly open: boolean;
  readonly chosen: boolean;
  readonly onToggle: (id: string, through: boolean) => void;
}) {
  const { row, index, measure, columns, workspace, today, address, open, chosen, onToggle } = props;
  const { t } = useTexts();
  const number = t("board.number", { number: row.number });
  return (
    <tr
      ref={measure}
      data-index={index}
      data-card={row.id}
      data-open={open || undefined}
      data-chosen={chosen || undefined}
      aria-rowindex={index + 2}
      className={style.row}
    >
      <td className={style.box}>
        <Checkbox
          aria-label={t("orderList.choose", { number: row.number })}
          checked={chosen}
          // A click tells whether Shift is held; a change doesn't.
          onClick={(event) => onToggle(row.id, event.shiftKey)}
          readOnly
        />
      </td>
      <td className={style.order}>
        <a href={address + row.id} data-order={row.id} className={style.link}>
          {number} <span className={style.name}>{nameOfVariant(row.itemName, row.variantName)}</span>
        </a>
      </td>
      {columns.map((column) => (
        <td
          key={column}
          className={figures.has(column) ? "figures" : undefined}
          {...(speaksForItself.has(column) ? {} : { "data-label": t(`orderList.column.${column}`) })}
        >
          <ListCell
            column={column}
            row={row}
            workspace={workspace}
            today={today}
            withPriority={columns.includes("priority")}
          />
        </td>
      ))}
    </tr>
  );
});
