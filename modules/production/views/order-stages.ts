import { sql } from "kysely";
import type { z } from "zod";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus, orderStage, RunState } from "#modules/production/contract/order-card.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { PriceKind, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { awaitedOrders, readAwaited } from "./awaited-orders.ts";
import { isStageDone, openRunStates, textOf } from "./order-card.ts";
import { stagePath } from "./stage-path.ts";
import { readFirstRuns, runTeller } from "./stage-runs.ts";

type Stage = z.output<typeof orderStage>;

type StageRow = {
  id: Id;
  key: string;
  name: string;
  instruction: RichText;
  active: boolean;
  optional: boolean;
  consumption: "at_start" | "at_completion";
  rework_limit: number | null;
  checks: StageCheck[];
  photo_required: boolean;
  performer_kind: string;
  performer_name: string | null;
  price_kind: PriceKind | null;
  price_amount: Decimal | null;
  planned_seconds: number;
  wait_name: string | null;
  wait_minimum_seconds: number;
  waitsFor: string[];
  planned_start: Date | null;
  planned_finish: Date | null;
  is_done: boolean;
  has_pick: boolean;
};

type CountRow = { order_stage_id: Id; state: RunState; runs: number; units: number };

export async function readStages(
  tx: Tx,
  order: { readonly id: Id; readonly status: OrderStatus; readonly units: number },
  viewer: Viewer,
): Promise<Stage[]> {
  const { rows: stages } = await sql<StageRow>`
    select s.id, s.key, s.name, s.instruction, s.active, s.optional, s.consumption, s.rework_limit, s.checks, s.photo_required,
      s.performer_kind, coalesce(m.name, t.name, c.name, s.performer_role) as performer_name, s.price_kind, s.price_amount,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * ${order.units} as planned_seconds,
      s.wait_name, s.wait_minimum_seconds, s.waits_for as "waitsFor", s.planned_start, s.planned_finish,
      ${isStageDone(tx, { id: sql`s.order_id`, status: sql`${order.status}::text` })} as is_done,
      exists (select from order_norm n
        where n.workspace_id = ${tx.workspaceId} and n.order_id = s.order_id and n.order_stage_id = s.id
          and n.item_id is not null) as has_pick
    from order_stage s
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = s.performer_member_id
    left join trade t on t.workspace_id = ${tx.workspaceId} and t.id = s.performer_trade_id
    left join subcontractor c on c.workspace_id = ${tx.workspaceId} and c.id = s.performer_subcontractor_id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${order.id}
    order by s.position`.execute(tx.db);
  const runsOf = await readFirstRuns(tx, order.id);
  const awaited = (await readAwaited(tx, [order.id])).get(order.id) ?? [];
  const awaitedAt = (stage: StageRow) =>
    stage.is_done ? [] : awaited.filter(({ stageId }) => stageId === stage.id);
  const counts = await readCounts(tx, order.id, viewer.now);
  const path = stagePath(stages);
  const runs = stages.flatMap((stage) => runsOf(stage.id).runs);
  const seesCost = viewer.may("order.planned_cost");
  const tell = await runTeller(tx, { stages, path, runs }, viewer);
  return stages.map((stage) => ({
    id: stage.id,
    key: stage.key,
    name: stage.name,
    instruction: stage.instruction,
    active: stage.active,
    optional: stage.optional,
    after: stage.active ? path.before(stage).map((before) => before.id) : [],
    consumption: stage.consumption,
    reworkLimit: stage.rework_limit,
    checks: stage.checks,
    photoRequired: stage.photo_required,
    performer: {
      kind: stage.performer_kind,
      name: stage.performer_name,
      price:
        stage.price_kind === null || stage.price_amount === null
          ? null
          : { kind: stage.price_kind, amount: seesCost ? text(stage.price_amount) : null },
    },
    plannedSeconds: stage.planned_seconds,
    waitName: stage.wait_name,
    waitSeconds: stage.wait_minimum_seconds,
    plannedStart: textOf(stage.planned_start),
    plannedFinish: textOf(stage.planned_finish),
    done: stage.active && stage.is_done,
    awaits: awaitedOrders(awaitedAt(stage)),
    awaitsBind: awaitedAt(stage).some(({ binds }) => binds),
    counts: counts
      .filter((count) => count.order_stage_id === stage.id)
      .map(({ state, runs: number, units }) => ({ state, runs: number, units })),
    runs: runsOf(stage.id).runs.map(tell),
    next: runsOf(stage.id).next,
  }));
}

async function readCounts(tx: Tx, orderId: Id, now: Date): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select r.order_stage_id, case when r.state = 'waiting' and r.available_at <= ${now} then 'ready' else r.state end as state,
      count(*) as runs, sum(case when r.state in ${openRunStates} then l.units else r.units end) as units
    from run r
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and r.state <> 'void'
    group by 1, 2
    order by 2`.execute(tx.db);
  return rows;
}
