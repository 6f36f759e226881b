import type {
  OrderColumn,
  OrderSort,
  OrderSortWord,
} from "#modules/production/contract/order-list-routes.ts";

/** Beside the number and the product, in the order in which they are offered. */
export const listColumns = [
  "status",
  "progress",
  "quantity",
  "stage",
  "standing",
  "operator",
  "subcontractor",
  "due",
  "priority",
  "plannedStart",
  "plannedFinish",
  "created",
  "started",
  "finished",
  "shortage",
  "defects",
  "deal",
  "cost",
] as const satisfies readonly OrderColumn[];

/** Until somebody chooses. */
const atFirst: readonly OrderColumn[] = [
  "status",
  "progress",
  "due",
  "stage",
  "operator",
  "standing",
  "plannedFinish",
  "deal",
];

const sorts: readonly OrderSort[] = ["number", "product", ...listColumns];
export const sortWords: readonly OrderSortWord[] = sorts.flatMap((sort) => [sort, `-${sort}`] as const);

/** What stands in the list's address ("status.due"): each column once; what is none is left out. */
export function columnsOf(words: string | undefined, can: (column: OrderColumn) => boolean): OrderColumn[] {
  const named = words?.split(".") ?? atFirst;
  return listColumns
    .filter((column) => named.includes(column) && can(column))
    .sort((one, other) => named.indexOf(one) - named.indexOf(other));
}

/** For the address; nothing where they are as at first. */
export function wordsOf(columns: readonly OrderColumn[]): string | undefined {
  const words = columns.join(".");
  return words === atFirst.join(".") ? undefined : words;
}

/** On, a place up or down: the others keep their order. */
export function moved(columns: readonly OrderColumn[], column: OrderColumn, by: -1 | 1): OrderColumn[] {
  const from = columns.indexOf(column);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return [...columns];
  const others = columns.filter((one) => one !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}

/** A heading pressed again: upwards, downwards, as it comes. */
export function nextSort(sort: OrderSort, now: OrderSortWord | undefined): OrderSortWord | undefined {
  if (now === sort) return `-${sort}`;
  return now === `-${sort}` ? undefined : sort;
}
