import type { z } from "zod";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import type { checkField } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Tell } from "./storyteller.ts";

type Check = z.output<typeof checkField>;
const minute = 60_000;

/**
 * Works an order of an example through, all but its last stage: each run is started as soon as it may be, by whoever
 * has its trade, and takes about as long as was planned.
 */
export async function workThrough(
  tx: Tx,
  tell: Tell,
  { orderId, workers, from }: { orderId: Id; workers: ReadonlyMap<Id, Actor>; from: Date },
): Promise<void> {
  let at = from;
  // A stage opens the next one: what waits is asked for again until only the last one does.
  for (let run = await nextRun(tx, orderId); run !== undefined; run = await nextRun(tx, orderId)) {
    const worker = run.tradeId === null ? undefined : workers.get(run.tradeId);
    at = new Date(Math.max(at.getTime(), run.availableAt.getTime()) + 4 * minute);
    await tell(startRun, { runId: run.id, picks: await picksOf(tx, run.stageId) }, at, worker);
    const planned = run.setUpSeconds + run.batchSeconds + run.unitSeconds * run.units;
    // Nobody works exactly to plan: some stages take a little less, others a little more.
    const seconds = Math.round(planned * (0.96 + ((run.position * 7) % 5) / 50));
    at = new Date(at.getTime() + seconds * 1000);
    const checks = run.checks.map(answered);
    await tell(finishRun, { runId: run.id, units: run.units, checks }, at, worker);
  }
}

type Waiting = {
  readonly id: Id;
  readonly stageId: Id;
  readonly units: number;
  readonly availableAt: Date;
  readonly position: number;
  readonly tradeId: Id | null;
  readonly setUpSeconds: number;
  readonly batchSeconds: number;
  readonly unitSeconds: number;
  readonly checks: readonly Check[];
};

async function nextRun(tx: Tx, orderId: Id): Promise<Waiting | undefined> {
  const row = await tx.db
    .selectFrom("run as r")
    .innerJoin("order_stage as s", (join) =>
      join.onRef("s.workspace_id", "=", "r.workspace_id").onRef("s.id", "=", "r.order_stage_id"),
    )
    .select([
      "r.id",
      "r.units",
      "r.available_at as availableAt",
      "s.id as stageId",
      "s.position",
      "s.performer_trade_id as tradeId",
      "s.set_up_seconds as setUpSeconds",
      "s.batch_seconds as batchSeconds",
      "s.unit_seconds as unitSeconds",
      "s.checks",
    ])
    .where("r.workspace_id", "=", tx.workspaceId)
    .where("r.order_id", "=", orderId)
    .where("r.state", "=", "waiting")
    .where((where) =>
      where(
        "s.position",
        "<",
        where
          .selectFrom("order_stage as last")
          .select(({ fn }) => fn.max("last.position").as("position"))
          .where("last.workspace_id", "=", tx.workspaceId)
          .where("last.order_id", "=", orderId)
          .where("last.active", "=", true),
      ),
    )
    .orderBy("s.position")
    .orderBy("r.id")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, checks: row.checks as Check[] };
}

/** Materials whose variant is picked at the start: the first one. */
function picksOf(tx: Tx, stageId: Id): Promise<{ normId: Id; variantId: Id }[]> {
  return tx.db
    .selectFrom("order_norm as n")
    .innerJoin("variant as v", (join) =>
      join.onRef("v.workspace_id", "=", "n.workspace_id").onRef("v.item_id", "=", "n.item_id"),
    )
    .distinctOn("n.id")
    .select(["n.id as normId", "v.id as variantId"])
    .where("n.workspace_id", "=", tx.workspaceId)
    .where("n.order_stage_id", "=", stageId)
    .where("n.variant_id", "is", null)
    .orderBy("n.id")
    .orderBy("v.id")
    .execute();
}

/** As it should be: yes, and a measure in the middle of what is allowed. */
function answered(check: Check): CheckAnswer {
  const { key } = check;
  if (check.kind === "yes_no") return { key, yes: true };
  if (check.kind !== "number") return { key, text: "✓" };
  const [low, high] = [check.minimum ?? check.maximum ?? "0", check.maximum ?? check.minimum ?? "0"];
  return { key, number: text(decimal(low).plus(decimal(high)).div(2)) };
}
