import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { mostMembers } from "#modules/production/contract/aggregation-routes.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { proposeGroups, setUpSaved } from "#modules/production/core/alike-orders.ts";
import { activeStages, type OrderState } from "#modules/production/core/order-state.ts";
import { loadOrders } from "#modules/production/store/load-orders.ts";
import { findPendingAlike, nameOrders } from "#modules/production/views/pending-alike.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { likenessOfOrders } from "./likeness.ts";

type Route = typeof productionRoutes.proposeGathering;
type Group = Output<Route>["groups"][number];

export async function proposeGathering(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { orderIds, more } = await findPendingAlike(tx);
  const states = await loadOrders(tx, orderIds);
  const likeness = await likenessOfOrders(tx, states);
  const groups = proposeGroups(
    states.map(({ order }) => ({
      orderId: order.id,
      number: order.number,
      likeness: likeness.get(order.id) ?? order.id,
      dueAt: order.dueAt,
      ordered: order.inWork,
    })),
    input.days,
  ).map((group) => group.slice(0, mostMembers));
  const named = new Map(
    (
      await nameOrders(
        tx,
        groups.flat().map((order) => order.orderId),
        viewer,
      )
    ).map((row) => [row.orderId, row]),
  );
  const stateOf = new Map(states.map((state) => [state.order.id, state]));
  return ok({
    more,
    groups: groups.flatMap((group): Group[] => {
      const [first] = group;
      const model = first === undefined ? undefined : stateOf.get(first.orderId);
      const name = first === undefined ? undefined : named.get(first.orderId);
      if (first === undefined || model === undefined || name === undefined) return [];
      return [
        {
          key: first.orderId,
          itemName: name.itemName,
          variantName: name.variantName,
          unit: name.unit,
          photoId: name.photoId,
          stageNames: stageNames(model),
          setUpSeconds: setUpSaved(model, 2),
          orders: group.flatMap(({ orderId, number, ordered }) => {
            const row = named.get(orderId);
            return row === undefined ? [] : [candidateOf(row, orderId, number, ordered)];
          }),
        },
      ];
    }),
  });
}

const stageNames = (state: OrderState): string[] =>
  activeStages(state)
    .toSorted((a, b) => a.position - b.position)
    .map((stage) => stage.name);

type Named = Awaited<ReturnType<typeof nameOrders>>[number];

function candidateOf(row: Named, orderId: Id, number: number, ordered: number): Group["orders"][number] {
  const { dueDate, priority, notes, contactName, dealTitle } = row;
  return { orderId, number, ordered, dueDate, priority, notes, contactName, dealTitle };
}
