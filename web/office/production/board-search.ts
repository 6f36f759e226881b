import type { RequestOf } from "#modules/routes.ts";
import { pickTexts, pickWords } from "../search-text.ts";
import { sortWords } from "./list/list-columns.ts";

export const orderTabs = [
  "overview",
  "stages",
  "materials",
  "time",
  "subcontractors",
  "files",
  "defects",
  "history",
  "chat",
] as const;
export type OrderTab = (typeof orderTabs)[number];

type Filter = RequestOf<"showOrderBoard">;
export const batchWords = ["whole", "per_unit", "split"] as const satisfies readonly Filter["batch"][];
export const periodWords = [
  "due",
  "created",
  "started",
  "finished",
] as const satisfies readonly Filter["by"][];
type ListFilter = RequestOf<"listOrders">;
/** The board has a column for each; the list can be narrowed to one, or to all that are open. */
export const statusWords = [
  "open",
  "pending",
  "aggregated",
  "in_progress",
  "partially_done",
  "done",
  "cancelled",
] as const satisfies readonly ListFilter["status"][];
export const laneWords = [
  "product",
  "operator",
  "subcontractor",
] as const satisfies readonly Filter["lanes"][];

/**
 * What the board's address carries, for a person to read: '?operator=serhii&overdue=1&from=2026-06-01'. Filters, how
 * it is shown, and the card that is open over it. What a link from elsewhere has beside that is left out.
 */
export const validateBoardSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "operator", "sub", "product", "deal", "stage", "order", "saved"]),
  ...(typeof search["stuck"] === "string" && /^\d{1,3}$/.test(search["stuck"])
    ? { stuck: search["stuck"] }
    : {}),
  ...pickDay(search, "from"),
  ...pickDay(search, "to"),
  ...(typeof search["cols"] === "string" && /^[A-Za-z.]{0,300}$/.test(search["cols"])
    ? { cols: search["cols"] }
    : {}),
  ...pickWords(search, {
    status: statusWords,
    sort: sortWords,
    overdue: ["1"],
    batch: batchWords,
    by: periodWords,
    columns: ["stage"],
    lanes: laneWords,
    view: ["list"],
    new: ["order", "batch"],
    tab: orderTabs,
  }),
});
export type BoardSearch = ReturnType<typeof validateBoardSearch>;

function pickDay<Key extends string>(search: Record<string, unknown>, key: Key): { [K in Key]?: string } {
  const day = search[key];
  const isDay = typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  // One key, as the type says.
  return (isDay ? { [key]: day } : {}) as { [K in Key]?: string };
}

/** The keys of a search that narrow; the others say how it is shown. `by` is nothing without a day. */
export const filterKeys = [
  "operator",
  "sub",
  "product",
  "deal",
  "stage",
  "batch",
  "overdue",
  "stuck",
  "from",
  "to",
  "status",
] as const satisfies readonly (keyof BoardSearch)[];
export const noFilters = Object.fromEntries(
  [...filterKeys, "by" as const].map((key) => [key, undefined]),
) as {
  [Key in (typeof filterKeys)[number] | "by"]: undefined;
};

/** How many filters are on: a period is one, with or without an end. */
export function countFilters(search: BoardSearch): number {
  // The board shows its columns whatever the list is narrowed to.
  const isOn = (key: (typeof filterKeys)[number]): boolean =>
    key !== "to" && (key !== "status" || search.view === "list") && search[key] !== undefined;
  const on = filterKeys.filter(isOn).length;
  return on + (search.from === undefined && search.to !== undefined ? 1 : 0);
}

/** The same for the board and the list. */
export function filterOf(search: BoardSearch): Filter {
  const { search: words, operator, sub, product, deal, stage, batch, overdue, stuck, by, from, to } = search;
  const hasPeriod = from !== undefined || to !== undefined;
  return {
    ...(words === undefined ? {} : { search: words }),
    ...(operator === undefined ? {} : { operator }),
    ...(sub === undefined ? {} : { sub }),
    ...(product === undefined ? {} : { product }),
    // An id; what is none narrows to nothing in words of the server.
    ...(deal === undefined ? {} : { dealId: deal }),
    ...(stage === undefined ? {} : { stage }),
    ...(batch === undefined ? {} : { batch }),
    ...(overdue === undefined ? {} : { overdue: "1" }),
    ...(stuck === undefined ? {} : { stuck }),
    ...(hasPeriod && by !== undefined ? { by } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** The list is narrowed to a status besides, and sorted. */
export function listFilterOf(search: BoardSearch): Omit<ListFilter, "cursor" | "limit"> {
  const { status, sort } = search;
  return {
    ...filterOf(search),
    ...(status === undefined ? {} : { status }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/**
 * A name as an address says it: "Serhii Koval" is "serhii-koval". Several of one name are told apart by their id, and
 * so is a name that would read as something else.
 */
export function wordOf(
  named: { readonly id: string; readonly name: string },
  all: readonly { readonly id: string; readonly name: string }[],
): string {
  const word = slug(named.name);
  const isUnique = all.every((other) => other.id === named.id || slug(other.name) !== word);
  return isUnique && word !== "none" && word !== "" ? word : named.id;
}

const slug = (name: string): string => name.trim().toLowerCase().replaceAll(" ", "-");

/** What the order card's address carries. */
export const validateOrderSearch = (search: Record<string, unknown>) => pickWords(search, { tab: orderTabs });
