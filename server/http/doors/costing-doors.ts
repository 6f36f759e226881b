import { setRate } from "#commands/costing/set-rate.ts";
import { listRates } from "#modules/costing/views/list-rates.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";

export const costingDoors = {
  commands: { setRate },
  views: { listRates, showOrderCost },
};
