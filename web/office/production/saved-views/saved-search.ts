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

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type SavedKey = (typeof savedKeys)[number];

const nothingSaved = Object.fromEntries(savedKeys.map((key) => [key, undefined])) as {
  [Key in SavedKey]: undefined;
};

function pickSaved(search: BoardSearch): Saved {
  const entries = savedKeys.flatMap((key) => {
    const value = search[key];
    return value === undefined || value === "" ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * A person, a subcontractor or a product is kept by id, once the server has said whose name it is: a view still means them when they are
 * called otherwise.
 */
export function savedOf(search: BoardSearch, named: Named | undefined): Saved {
  const kept: Writable<Saved> = pickSaved(search);
  const { operator, product } = search;
  const operatorId = named?.operator?.id;
  const productId = named?.product?.id;
  if (operator !== undefined && operator !== "none" && operatorId !== undefined)
    kept["operator"] = operatorId;
  if (product !== undefined && productId !== undefined) kept["product"] = productId;
  return kept;
}

export function sameSaved(one: Saved, other: Saved): boolean {
  return savedKeys.every((key) => one[key] === other[key]);
}

/** Everything of the address that a view sets, also what it leaves out. */
export function boardSearchOf(view: SavedView): Partial<BoardSearch> {
  return { ...nothingSaved, ...view.search, saved: view.id };
}

export const isBare = (search: BoardSearch): boolean => savedKeys.every((key) => search[key] === undefined);
