import type { StocktakeState } from "#modules/inventory/contract/stocktake-routes.ts";

export const stateTones = {
  counting: "blue",
  posted: "green",
  cancelled: "gray",
} as const satisfies Record<StocktakeState, string>;
