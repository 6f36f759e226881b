import { showDealCostStory } from "#commands/costing/show-deal-cost-story.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { listCostLines } from "#modules/costing/views/list-cost-lines.ts";
import { listRates } from "#modules/costing/views/list-rates.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";

export const costingDoors = {
  commands: { setRate },
  views: { listCostLines, listRates, showCostStory, showDealCostStory, showOrderCost },
};
