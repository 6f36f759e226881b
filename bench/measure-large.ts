import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkspaceId } from "#kernel/id.ts";
import { inputOf, type Route } from "#kernel/route.ts";
import { may } from "#modules/access/core/may.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listMovements } from "#modules/inventory/views/list-movements.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { listOrders } from "#modules/production/views/list-orders.ts";
import { listBoardCell, showBoardLane } from "#modules/production/views/show-board-lane.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import { silentLog } from "#server/log.ts";
import type { BenchRow } from "./main.ts";
import { timesOf } from "./measure.ts";

type Size = { readonly open: number; readonly done: number; readonly movements: number };
const small: Size = { open: 200, done: 800, movements: 10_000 };
const large: Size = { open: 20_000, done: 80_000, movements: 1_000_000 };
const turns = 60;

// As bench/fill-orders.sql makes them.
const workspaceId = "01900000-0000-7000-8000-000000000001" as WorkspaceId;
const idOf = (kind: number, place: number): string =>
  `0190${kind.toString(16).padStart(4, "0")}-0000-7000-8000-${place.toString(16).padStart(12, "0")}`;

/**
 * Stock and cost pages in turns on 1,000 orders with 10,000 movements and on 100,000 with 1,000,000. The floor is the
 * small one: what grows with the workspace shows as a ratio below 1.
 * Of the orders a fifth is open, the others were finished within the year.
 */
export async function measureLarge(add: (row: BenchRow) => void, only?: string): Promise<void> {
  const [few, many] = [await openFilled(small), await openFilled(large)];
  const pages: Readonly<Record<string, (filled: Filled) => Promise<unknown>>> = {
    "large.stock": (filled) => filled.see(inventoryRoutes.listBalances, listBalances, {}),
    "large.stock.short": (filled) =>
      filled.see(inventoryRoutes.listBalances, listBalances, { only: "short" }),
    "large.movements": (filled) => filled.see(inventoryRoutes.listMovements, listMovements, {}),
    "large.movementsOfOne": (filled) =>
      filled.see(inventoryRoutes.listMovements, listMovements, { variantId: idOf(5, 101) }),
    "large.orderCost": (filled) =>
      filled.see(costingRoutes.showOrderCost, showOrderCost, { orderId: idOf(10, filled.size.open + 7) }),
    "large.costStory": (filled) =>
      filled.see(costingRoutes.showCostStory, showCostStory, { orderId: idOf(10, filled.size.open + 7) }),
  };
  for (const [id, page] of Object.entries({ ...pages, ...boardPages() })) {
    if (only !== undefined && !id.startsWith(only)) continue;
    const own: number[] = [];
    const floor: number[] = [];
    for (let turn = 0; turn < turns + 10; turn += 1) {
      for (const [filled, times] of [
        [many, own],
        [few, floor],
      ] as const) {
        const began = performance.now();
        await page(filled);
        if (turn >= 10) times.push(performance.now() - began);
      }
    }
    const [figure, small50] = [timesOf(own).at(0.5), timesOf(floor).at(0.5)];
    add({ id: `${id}.p50`, figure, unit: "ms", floor: small50, ratio: small50 / figure });
  }
  await few.close();
  await many.close();
}

/** The board, each of its groupings and filters, and the list with the same. */
function boardPages(): Record<string, (filled: Filled) => Promise<unknown>> {
  const {
    showOrderBoard: board,
    showBoardLane: lane,
    listBoardCell: cell,
    listOrders: list,
  } = productionRoutes;
  const day = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, "2026-01-01".length);
  const filters = {
    search: { search: "Product 7" },
    number: { search: "77" },
    operator: { operator: "member-7" },
    unassigned: { operator: "none" },
    product: { product: "product-7" },
    batch: { batch: "whole" },
    overdue: { overdue: "true" },
    stuck: { stuck: "3" },
    stage: { stage: "Sew" },
    due: { from: day(0), to: day(7) },
    created: { by: "created", from: day(-30) },
    started: { by: "started", from: day(-2) },
    finished: { by: "finished", from: day(-3) },
    five: { operator: "member-7", product: "product-8", overdue: "true", stuck: "1", from: day(-60) },
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
    "large.board.lane": (filled) => filled.see(lane, showBoardLane, { lanes: "product", lane: idOf(4, 7) }),
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

type Filled = {
  readonly size: Size;
  see(
    route: Route,
    view: (tx: Tx, input: never, viewer: Viewer) => Promise<{ readonly ok: boolean }>,
    asked: object,
  ): Promise<void>;
  close(): Promise<void>;
};

async function openFilled(size: Size): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), "treadle-bench-large-"));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  await migrate(embedded.url);
  const pool = createPool(embedded.url, { log: silentLog, max: 2 });
  const script = readFileSync(join(import.meta.dirname, "fill-orders.sql"), "utf8")
    .replace(/^\\set .*$/m, "")
    .replaceAll(":'workspace'", `'${workspaceId}'`)
    .replaceAll(/(?<!:):(open|done|movements)\b/g, (_, name: keyof Size) => String(size[name]));
  // VACUUM can't stand in a text of several statements.
  await pool.query(script.replace("vacuum analyze;", ""));
  await pool.query("vacuum analyze");
  const database = createDatabase(pool);
  const actor = { kind: "member", memberId: idOf(2, 1), roles: ["owner"], tradeIds: [] } as const;
  return {
    size,
    async see(route, view, asked) {
      const viewer: Viewer = {
        actor,
        now: new Date(),
        may: (action, run) => may(actor, action, run),
        timeZone: "Europe/Kyiv",
      };
      const answer = await readWorkspace(database, workspaceId, (tx) =>
        view(tx, inputOf(route, asked as never) as never, viewer),
      );
      if (!answer.ok) throw new Error(JSON.stringify(answer));
    },
    async close() {
      await pool.end();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
