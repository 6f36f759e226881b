import { v7 as newId } from "uuid";
import { z } from "zod";
import { type Command, defineCommand, runCommand } from "#commands/run-command.ts";
import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { decimal, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { command } from "#kernel/route.ts";
import { type Movement, type Stock, balanceOf } from "#modules/inventory/core/stock-state.ts";
import {
  type LockOptions,
  type StockKey,
  consumedOfRun,
  lockStock,
  saveStock,
} from "#modules/inventory/store/stock.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type TestWorkspace, type TestWorld, testNow } from "#test/builders/a-workspace.ts";
import { type Step, type World, at, issueToReturn, takeStep } from "./stock-steps.ts";

type Place = { variantId: Id; warehouseId: Id };

/** Three places, two of one variant, and two orders with three norms each: what random steps are taken in. */
export type StockWorld = {
  readonly workspace: TestWorkspace;
  readonly places: readonly Place[];
  readonly world: World;
  /** Takes a step as commands do: locks what it needs, decides, saves. */
  take(step: Step): Promise<void>;
};

export async function aStockWorld(test: TestWorld): Promise<StockWorld> {
  const workspace = await test.aWorkspace();
  const { materials, finishedGoods } = workspace.warehouseIds;
  const [first, second] = [newId(), newId()];
  const places = [
    { variantId: first, warehouseId: materials },
    { variantId: first, warehouseId: finishedGoods },
    { variantId: second, warehouseId: materials },
  ];
  const orders = [0, 1].map((number) => ({
    number,
    id: newId(),
    stage: newId(),
    lot: newId(),
    run: newId(),
  }));
  const norms = [0, 0, 0, 1, 1, 2].map((place, position) => {
    const order = at(orders, position % 2);
    return {
      id: newId(),
      orderId: order.id,
      runId: order.run,
      rework: position % 3 === 2,
      stage: order.stage,
      place,
      position,
      ...at(places, place),
    };
  });
  await test.pool.query(parents, [
    workspace.workspaceId,
    workspace.ownerId,
    testNow,
    JSON.stringify([...new Set([first, second])].map((id) => ({ id, item: newId() }))),
    JSON.stringify(orders),
    JSON.stringify(norms),
    newId(),
    newId(),
  ]);
  const balanceIds: Id[] = [];
  const batches = [first, second].map((variantId) =>
    ["2026-02-20", "2026-07-01", null].map((bestBefore, number) => ({
      id: newId(),
      variantId,
      number: String(number),
      bestBefore,
    })),
  );
  await test.pool.query(
    `insert into batch (workspace_id, id, variant_id, number, best_before, received_at)
     select $1, b.id, b."variantId", b.number, b."bestBefore", $2
     from jsonb_to_recordset($3::jsonb) as b(id uuid, "variantId" uuid, number text, "bestBefore" date)`,
    [workspace.workspaceId, testNow, JSON.stringify(batches.flat())],
  );
  const world: World = { balanceIds, variants: [0, 0, 1], norms, batches };
  const history: Movement[] = [];
  const stockStep = stepCommand(places, world, history);
  return {
    workspace,
    places,
    world,
    async take(step) {
      const asking = {
        workspaceId: workspace.workspaceId,
        actor: workspace.owner,
        commandId: newId(),
        now: testNow,
      };
      const answer = await runCommand(test.database, stockStep, { step }, asking);
      if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
    },
  };
}

const stepRoute = command("stock.write", "/test/stock-step", {
  summary: "A random step.",
  body: z.object({ step: z.custom<Step>() }),
  output: z.object({}),
});

function stepCommand(places: readonly Place[], world: World, history: Movement[]): Command<typeof stepRoute> {
  return defineCommand("stockStep", stepRoute, async (tx, { step }, act) => {
    const issue = step.kind === "return" ? issueToReturn(step, history) : null;
    const everything = await lockStock(tx, places, { normIds: world.norms.map((norm) => norm.id) });
    (world.balanceIds as Id[]).splice(
      0,
      places.length,
      ...places.map((place) => balanceOf(everything, place.variantId, place.warehouseId).id),
    );
    const needed = whatItNeeds(step, places, world, issue);
    const before = await lockStock(tx, needed.keys, needed.options);
    const seen = issue === null ? history : await historyOf(tx, issue, history);
    // Both are given the same ids, so that they can be compared fact by fact.
    const ids: Id[] = [];
    const context = stockContextOf(act);
    const after = takeStep(before, step, world, seen, {
      ...context,
      newId: () => {
        const id = act.newId();
        ids.push(id);
        return id;
      },
    });
    const replayed = takeStep(everything, step, world, history, {
      ...context,
      newId: () => ids.shift() ?? "",
    });
    if (JSON.stringify(replayed.facts) !== JSON.stringify(after.facts)) {
      throw new Error(
        `Of all stock ${JSON.stringify(replayed.facts)}, of what was locked ${JSON.stringify(after.facts)}`,
      );
    }
    await saveStock(tx, before, after, act);
    history.push(...after.movements);
    return ok({});
  });
}

/** What a command would lock for the step. */
function whatItNeeds(
  step: Step,
  places: readonly Place[],
  world: World,
  issue: Movement | null,
): { keys: StockKey[]; options: LockOptions } {
  const key = (place: number): Place => at(places, place);
  switch (step.kind) {
    case "issue":
    case "scrap": {
      const { place, orderId } = at(world.norms, step.norm);
      const keys = [{ ...key(place), needed: decimal(step.quantity) }];
      return { keys, options: { orderId, withYielding: true } };
    }
    case "issue what is there": {
      const { place, orderId } = at(world.norms, step.norm);
      const keys = [{ ...key(place), needed: (balance: { onHand: StockQuantity }) => balance.onHand }];
      return { keys, options: { orderId, withYielding: true } };
    }
    case "return": {
      const place = issue === null ? 0 : world.balanceIds.indexOf(issue.balanceId);
      const runId = issue?.runId ?? null;
      // Its own order's too: what it wants rises by what comes back, whoever gave.
      const orderId = issue?.orderId ?? null;
      if (runId === null || orderId === null) return { keys: [key(place)], options: {} };
      return { keys: [key(place)], options: { runId, orderId } };
    }
    case "move": {
      const norms = [at(world.norms, step.from), at(world.norms, step.to)];
      const keys = norms.map((norm) => key(norm.place));
      return { keys, options: { normIds: norms.map((norm) => norm.id) } };
    }
    case "reserve":
    case "let go":
    case "release": {
      const { place, orderId } = at(world.norms, step.norm);
      return { keys: [key(place)], options: { orderId } };
    }
    case "reprioritise":
      return { keys: [...places], options: { orderId: at(world.norms, step.norm).orderId } };
    case "count": {
      const counted = decimal(step.quantity);
      const needed = (balance: { onHand: StockQuantity }) => balance.onHand.minus(counted);
      return { keys: [{ ...key(step.place), needed }], options: { withYielding: true } };
    }
    case "count batches": {
      const counted = sum([...step.batches, step.without].map((quantity) => decimal(quantity)));
      const needed = (balance: { onHand: StockQuantity }) => balance.onHand.minus(counted);
      return { keys: [{ ...key(step.place), needed }], options: { withYielding: true } };
    }
    case "transfer":
      return { keys: [key(step.from), key(step.to)], options: {} };
    case "receive":
    case "output":
    case "ship":
    case "capture":
      return { keys: [key(step.place)], options: {} };
  }
}

type StockQuantity = Stock["movements"][number]["quantity"];

/** The same history as the store tells it: its ledger of the issue's run in place of what the test remembers. */
async function historyOf(tx: Tx, issue: Movement, history: readonly Movement[]): Promise<Movement[]> {
  const consumed = issue.runId === null ? [] : await consumedOfRun(tx, issue.runId);
  const left = new Map(consumed.map((row) => [row.issue.id, row.left]));
  return history.flatMap((movement) => {
    if (movement.kind === "return") return left.has(movement.reversesId ?? "") ? [] : [movement];
    return [left.get(movement.id) ?? movement];
  });
}

// Rows alone: how orders come about is not what these laws are of.
const parents = `
  with variants as (
    select * from jsonb_to_recordset($4::jsonb) as v(id uuid, item uuid)
  ), orders as (
    select * from jsonb_to_recordset($5::jsonb) as o(number integer, id uuid, stage uuid, lot uuid, run uuid)
  ), norms as (
    select * from jsonb_to_recordset($6::jsonb)
      as n(id uuid, "orderId" uuid, stage uuid, position integer, "variantId" uuid, "warehouseId" uuid)
  ), any_variant as (
    select id, item from variants limit 1
  ), made_item as (
    insert into item (workspace_id, id, kind, name, unit, created_at)
    select $1, item, 'material', item::text, 'kg', $3::timestamptz from variants
  ), made_variant as (
    insert into variant (workspace_id, id, item_id, name) select $1, id, item, 'variant' from variants
  ), made_template as (
    insert into template (workspace_id, id, item_id, name, current_number, created_at)
    select $1, $7::uuid, item, 'Template', 1, $3 from any_variant
  ), made_version as (
    insert into template_version (workspace_id, id, template_id, number, body, created_by, created_at)
    values ($1, $8::uuid, $7, 1, '{}', $2::uuid, $3)
  ), made_order as (
    insert into production_order (workspace_id, id, number, template_version_id, variant_id, batch_mode, status, priority,
      warehouse_id, defect_accounting, ordered, in_work, created_at)
    select $1, o.id, o.number + 1000, $8, (select id from any_variant), 'whole', 'pending', 'normal',
      (select "warehouseId" from norms limit 1), 'included', 1, 1, $3 from orders o
  ), made_stage as (
    insert into order_stage (workspace_id, id, order_id, key, position, name, performer_kind, consumption)
    select $1, stage, id, 'one', 0, 'One', 'chosen_at_start', 'at_start' from orders
  ), made_lot as (
    insert into lot (workspace_id, id, order_id, number, state, units) select $1, lot, id, '1', 'in_work', 1 from orders
  ), made_run as (
    insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, units, available_at, since)
    select $1, run, id, lot, stage, 'waiting', 1, $3, $3 from orders
  )
  insert into order_norm (workspace_id, id, order_id, order_stage_id, position, variant_id, warehouse_id, required)
  select $1, n.id, n."orderId", n.stage, n.position, n."variantId", n."warehouseId", 1 from norms n`;
