import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listMovements } from "#modules/inventory/views/list-movements.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { listOrders } from "#modules/production/views/list-orders.ts";
import { listBoardCell, showBoardLane } from "#modules/production/views/show-board-lane.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { type Filled, filledId, large, openFilled, small } from "./filled-database.ts";
import type { BenchRow } from "./main.ts";
import { timesOf } from "./measure.ts";

const turns = 60;
/** No answer is larger. */
const mostKilobytes = 200;

/**
 * Stock and cost pages in turns on 1,000 orders with 10,000 movements and on 100,000 with 1,000,000. The floor is the
 * small one: what grows with the workspace shows as a ratio below 1.
 * Of the orders a fifth is open, the others were finished within the year.
 */
export async function measureLarge(add: (row: BenchRow) => void, only?: string): Promise<void> {
  const [few, many] = [await openFilled(small), await openFilled(large)];
  let heaviest = 0;
  for (const [id, page] of Object.entries(largePages())) {
    if (only !== undefined && !id.startsWith(only)) continue;
    const own: number[] = [];
    const floor: number[] = [];
    for (let turn = 0; turn < turns + 10; turn += 1) {
      for (const [filled, times] of [
        [many, own],
        [few, floor],
      ] as const) {
        const began = performance.now();
        const bytesOf = await page(filled);
        if (turn >= 10) times.push(performance.now() - began);
        else heaviest = Math.max(heaviest, bytesOf());
      }
    }
    const [figure, small50] = [timesOf(own).at(0.5), timesOf(floor).at(0.5)];
    add({ id: `${id}.p50`, figure, unit: "ms", floor: small50, ratio: small50 / figure });
  }
  await few.close();
  await many.close();
  // Of the answers above, uncompressed.
  add({
    id: "large.heaviestAnswer",
    figure: heaviest / 1000,
    unit: "kB",
    floor: mostKilobytes,
    ratio: (mostKilobytes * 1000) / heaviest,
  });
  if (heaviest > mostKilobytes * 1000) throw new Error(`An answer has ${heaviest} bytes`);
}

type Page = (filled: Filled) => Promise<() => number>;

/** What is asked for, by the figure's name. */
export function largePages(): Readonly<Record<string, Page>> {
  return {
    "large.stock": (filled) => filled.see(inventoryRoutes.listBalances, listBalances, {}),
    "large.stock.short": (filled) =>
      filled.see(inventoryRoutes.listBalances, listBalances, { only: "short" }),
    "large.movements": (filled) => filled.see(inventoryRoutes.listMovements, listMovements, {}),
    "large.movementsOfOne": (filled) =>
      filled.see(inventoryRoutes.listMovements, listMovements, { variantId: filledId(5, 101) }),
    "large.orderCost": (filled) =>
      filled.see(costingRoutes.showOrderCost, showOrderCost, { orderId: filledId(10, filled.size.open + 7) }),
    "large.costStory": (filled) =>
      filled.see(costingRoutes.showCostStory, showCostStory, { orderId: filledId(10, filled.size.open + 7) }),
    "large.myStages": (filled) =>
      filled.see(productionRoutes.showMyStages, showMyStages, {}, { as: "operator" }),
    ...boardPages(),
  };
}

/** The board, each of its groupings and filters, and the list with the same. */
function boardPages(): Record<string, Page> {
  const {
    showOrderBoard: board,
    showBoardLane: lane,
    listBoardCell: cell,
    listOrders: list,
  } = productionRoutes;
  const day = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, "2026-01-01".length);
  const filters = {
    search: { search: "Product 3" },
    number: { search: "77" },
    operator: { operator: "member-4" },
    unassigned: { operator: "none" },
    product: { product: "product-3" },
    batch: { batch: "whole" },
    overdue: { overdue: "true" },
    stuck: { stuck: "3" },
    stage: { stage: "Sew" },
    due: { from: day(0), to: day(14) },
    created: { by: "created", from: day(-30) },
    started: { by: "started", from: day(-30) },
    finished: { by: "finished", from: day(-30) },
    five: { operator: "member-4", product: "product-3", overdue: "true", stuck: "1", from: day(-60) },
  } as const;
  return {
    "large.board": (filled) => filled.see(board, showOrderBoard, {}),
    "large.board.stage": (filled) => filled.see(board, showOrderBoard, { columns: "stage" }),
    "large.board.lanesProduct": (filled) => filled.see(board, showOrderBoard, { lanes: "product" }),
    "large.board.lanesOperator": (filled) => filled.see(board, showOrderBoard, { lanes: "operator" }),
    "large.board.stageLanesProduct": (filled) =>
      filled.see(board, showOrderBoard, { columns: "stage", lanes: "product" }),
    "large.board.stageLanesOperator": (filled) =>
      filled.see(board, showOrderBoard, { columns: "stage", lanes: "operator" }),
    "large.board.lane": (filled) =>
      filled.see(lane, showBoardLane, { lanes: "product", lane: filledId(4, 3) }),
    "large.board.laneOfNobody": (filled) =>
      filled.see(lane, showBoardLane, { columns: "stage", lanes: "operator", lane: "none" }),
    "large.board.cell": (filled) => filled.see(cell, listBoardCell, { column: "pending" }),
    "large.board.cellStage": (filled) =>
      filled.see(cell, listBoardCell, { columns: "stage", column: "stage:Sew" }),
    ...Object.fromEntries(
      Object.entries(filters).flatMap(([name, filter]) => [
        [`large.board.by.${name}`, (filled: Filled) => filled.see(board, showOrderBoard, filter)],
        [`large.list.by.${name}`, (filled: Filled) => filled.see(list, listOrders, filter)],
      ]),
    ),
    "large.list": (filled) => filled.see(list, listOrders, {}),
  };
}
