import type { OutputOf } from "#modules/routes.ts";
import type { BoardSearch } from "../board-search.ts";

export type SavedView = OutputOf<"listSavedViews">["rows"][number];
type Saved = SavedView["search"];
type Named = OutputOf<"showOrderBoard">["named"];

/** What of the address a view holds: not what is open over the board, nor which view it came from. */
export const savedKeys = [
  "search",
  "operator",
  "sub",
  "product",
  "deal",
  "stage",
  "batch",
  "overdue",
  "stuck",
  "by",
  "from",
  "to",
  "status",
  "view",
  "columns",
  "lanes",
  "sort",
  "cols",
] as const satisfies readonly (keyof Saved & keyof BoardSearch)[];

/**
 * A person, a subcontractor or a product is kept by id, once the server has said whose name it is: a view still means them when they are
 * called otherwise.
 */
export function savedOf(search: BoardSearch, named: Named | undefined): Saved {
  const kept: Record<string, string> = {};
  for (const key of savedKeys) {
    const value = search[key];
    if (value !== undefined && value !== "") kept[key] = value;
  }
  const { operator, product } = search;
  const operatorId = named?.operator?.id;
  const productId = named?.product?.id;
  if (operator !== undefined && operator !== "none" && operatorId !== undefined)
    kept["operator"] = operatorId;
  if (product !== undefined && productId !== undefined) kept["product"] = productId;
  // Words of the address, as validateBoardSearch let them in.
  return kept as Saved;
}

export function sameSaved(one: Saved, other: Saved): boolean {
  return savedKeys.every((key) => one[key] === other[key]);
}

/** Everything of the address that a view sets, also what it leaves out. */
export function boardSearchOf(view: SavedView): Partial<BoardSearch> {
  const search = Object.fromEntries(savedKeys.map((key) => [key, view.search[key]]));
  return { ...search, saved: view.id } as Partial<BoardSearch>;
}

export const isBare = (search: BoardSearch): boolean => savedKeys.every((key) => search[key] === undefined);
