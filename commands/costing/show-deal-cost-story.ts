import { decimal, sum, text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { costingRoutes } from "#modules/costing/contract/routes.ts";
import { addStories } from "#modules/costing/core/cost-story.ts";
import { storiesOfOrders } from "#modules/costing/views/stories-of-orders.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof costingRoutes.showDealCostStory;

/**
 * The stories of a deal's orders together, and on to its profit. What the orders cost and what other shipped units
 * were worth is the deal card's own figure: the story explains it, and ends at the same profit.
 */
export async function showDealCostStory(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const deal = await showDeal(tx, input, viewer);
  if (!deal.ok) return deal;
  const { id, number, title, orders, money } = deal.value;
  if (money === null) return no("deal_unknown", {}, ["dealId"]);
  const stories = await storiesOfOrders(
    tx,
    orders.map((order) => order.id),
  );
  const barsIn = (bars: ReturnType<typeof addStories>) =>
    bars.map(({ kind, amount }) => ({ kind, amount: text(amount) }));
  const ordersCost = sum([...stories.values()].map(({ real }) => real));
  const cost = decimal(money.real?.cost ?? "0");
  return ok({
    deal: { id, number, title },
    provisional: money.provisional,
    bars: barsIn(addStories([...stories.values()])),
    orders: orders.flatMap((order) => {
      const story = stories.get(order.id);
      if (story === undefined) return [];
      const { itemName, variantName, status } = order;
      const bars = barsIn(addStories([story]));
      return [
        { id: order.id, number: order.number, itemName, variantName, status, bars, real: text(story.real) },
      ];
    }),
    ordersCost: text(ordersCost),
    otherUnits: text(cost.minus(ordersCost)),
    cost: text(cost),
    revenue: money.revenue,
    profit: money.real?.profit ?? money.revenue,
    margin: money.real?.margin ?? null,
  });
}
