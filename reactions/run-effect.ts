import { v5 as uuidv5 } from "uuid";
import { createAutomaticTask, type AutomaticTaskText } from "#commands/crm/create-automatic-task.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { fillShortages } from "#commands/production/fill-shortages.ts";
import { receiveLot } from "#commands/production/receive-lot.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { type Asking, runCommand } from "#commands/run-command.ts";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import type { Refusal } from "#kernel/result.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import {
  type MoveDecision,
  decideMove,
  decideMoveWhenCovered,
} from "#modules/automation/core/decide-move.ts";
import type { EffectPlan } from "#modules/automation/core/effect.ts";
import {
  type KnownEffect,
  type Settling,
  findEffect,
  settleEffect,
} from "#modules/automation/store/trigger-effect.ts";
import { isCauseUndone } from "#modules/automation/views/deal-to-move-back.ts";
import { type DealInProduction, readDealInProduction } from "#modules/automation/views/deal-of-trigger.ts";
import { type Database, inWorkspace, readWorkspace } from "#server/database/workspace-transaction.ts";
import { addressed } from "./plan-notices.ts";
import type { EffectJob } from "./react-to-facts.ts";
import { tellOnce } from "./tell-of-facts.ts";

/** One attempt's place among those that a job has. */
export type Attempt = { readonly isLast: boolean };

type Doing = { readonly database: Database; readonly asking: Asking; readonly effect: KnownEffect };

/**
 * Does what an effect's row says, as automation. Settles the row when it came to an end: done, or skipped with
 * the reason. Throws what may be better next time, and on the last attempt leaves the row as failed.
 */
export async function runEffect(
  database: Database,
  job: EffectJob,
  attempt: Attempt,
  now: () => Date,
): Promise<void> {
  const workspaceId = mintWorkspaceId(job.workspaceId);
  const effect = await readWorkspace(database, workspaceId, (tx) => findEffect(tx, job.effectId));
  // Settled before a crash could tell the queue so; or the workspace has gone meanwhile.
  if (effect === null || effect.state === "done" || effect.state === "skipped") return;
  const undone = await readWorkspace(database, workspaceId, (tx) => isCauseUndone(tx, effect.factId));
  if (undone) {
    await settle(database, workspaceId, effect.id, { state: "skipped", outcome: "undone" }, now());
    return;
  }
  try {
    const doing = { database, effect, asking: askingOf(workspaceId, effect, effect.id, now()) };
    await settle(database, workspaceId, effect.id, await carryOut(doing), now());
  } catch (error) {
    const state = attempt.isLast ? "failed" : "waiting";
    await settle(database, workspaceId, effect.id, { state, outcome: codeOf(error) }, now());
    if (attempt.isLast) await tellOfFailure(database, workspaceId, job, effect, now());
    throw error;
  }
}

/** Once a job: who tries it again by hand, and in vain, is told again. */
async function tellOfFailure(
  database: Database,
  workspaceId: WorkspaceId,
  job: EffectJob,
  effect: KnownEffect,
  now: Date,
): Promise<void> {
  const notice = await readWorkspace(database, workspaceId, (tx) =>
    addressed(
      tx,
      {
        kind: "trigger_failed",
        thing: "trigger_effect",
        thingId: effect.id,
        values: { act: effect.plan.act },
        memberId: null,
      },
      null,
    ),
  );
  if (notice !== null) await tellOnce(database, workspaceId, `failed ${job.id}`, notice, now);
}

function settle(
  database: Database,
  workspaceId: WorkspaceId,
  id: Id,
  settling: Settling,
  now: Date,
): Promise<void> {
  return inWorkspace(database, workspaceId, "write", async (tx) => {
    await settleEffect(tx, id, settling, now);
    return { commit: true, value: undefined };
  });
}

function askingOf(workspaceId: WorkspaceId, effect: KnownEffect, commandId: Id, now: Date): Asking {
  return {
    workspaceId,
    actor: { kind: "automation" },
    commandId,
    now,
    cause: { factId: effect.factId, hop: effect.hop },
  };
}

function carryOut(doing: Doing): Promise<Settling> {
  const { plan } = doing.effect;
  switch (plan.act) {
    case "create_order":
      return startOrder(doing, plan);
    case "move_deal":
    case "move_deal_when_covered":
      return move(doing, plan);
    case "move_deal_back":
      return moveBack(doing, plan);
    case "create_task":
      return planStageTask(doing, plan);
    case "send_message":
      return planMessage(doing, plan);
    case "receive_lot":
      return receive(doing, plan);
    case "fill_shortages":
      return fill(doing, plan);
    case "tell_reservation_lost":
      return tellLoss(doing, plan);
    case "tell_template_missing":
      return planTask(doing, "task.template_missing", plan.dealId, {
        product: plan.product,
        deal: plan.deal,
      });
  }
}

type PlanOf<A extends EffectPlan["act"]> = Extract<EffectPlan, { act: A }>;

async function moveBack(doing: Doing, plan: PlanOf<"move_deal_back">): Promise<Settling> {
  const { dealId, dealStatusId, fromStatusId } = plan;
  const answer = await runCommand(
    doing.database,
    moveDeal,
    { dealId, dealStatusId, fromStatusId },
    doing.asking,
  );
  // Whoever has moved it meanwhile knows better.
  return answer.ok ? { state: "done", outcome: "deal_moved_back" } : skippedBy(answer.refusal);
}

async function planStageTask(doing: Doing, plan: PlanOf<"create_task">): Promise<Settling> {
  const { title, dealId, orderId, memberId, tradeId, role } = plan;
  const nobody = memberId === null && tradeId === null && role === null;
  return planTask(doing, "task.of_stage", dealId, { title }, orderId, {
    title,
    assigneeId: memberId,
    assigneeTradeId: memberId === null ? tradeId : null,
    assigneeRole: nobody ? "supervisor" : memberId === null && tradeId === null ? role : null,
  });
}

/** No channel sends it yet: whoever talks to the customer gets the text as a task. */
async function planMessage(doing: Doing, plan: PlanOf<"send_message">): Promise<Settling> {
  const { text, dealId, orderId } = plan;
  return planTask(doing, "task.send_message", dealId, { text }, orderId, {
    title: text,
    assigneeRole: "sales_manager",
  });
}

async function receive(doing: Doing, plan: PlanOf<"receive_lot">): Promise<Settling> {
  const answer = await runCommand(doing.database, receiveLot, { orderId: plan.orderId }, doing.asking);
  return answer.ok ? { state: "done", outcome: "lot_received" } : skippedBy(answer.refusal);
}

/** A bound number at a time, each a command of its own: its id follows from the effect's. */
async function fill({ database, asking, effect }: Doing, plan: PlanOf<"fill_shortages">): Promise<Settling> {
  let filled = 0;
  for (let round = 0; ; round += 1) {
    const commandId = round === 0 ? asking.commandId : uuidv5(`round ${round}`, effect.id);
    const { balanceId } = plan;
    const answer = await runCommand(database, fillShortages, { balanceId }, { ...asking, commandId });
    if (!answer.ok) return skippedBy(answer.refusal);
    filled += answer.value.filled;
    if (!answer.value.more) break;
  }
  const values = { count: filled };
  return filled > 0
    ? { state: "done", outcome: "shortages_filled", values }
    : { state: "skipped", outcome: "nothing_short" };
}

async function tellLoss(doing: Doing, plan: PlanOf<"tell_reservation_lost">): Promise<Settling> {
  const { orderId, order, material, lostQuantity, toOrder } = plan;
  const lost = { order, material, lostQuantity };
  const title = `${order}: ${material}`;
  return toOrder === null
    ? planTask(doing, "task.reservation_gone", null, lost, orderId, { title })
    : planTask(doing, "task.reservation_lost", null, { ...lost, toOrder }, orderId, { title });
}

type OrderPlan = PlanOf<"create_order">;

async function startOrder(doing: Doing, plan: OrderPlan): Promise<Settling> {
  const { dealId, dealLineId, variantId, quantity } = plan;
  const answer = await runCommand(
    doing.database,
    createOrder,
    { variantId, quantity, notes: "", dealId, dealLineId, unitAttributes: [] },
    doing.asking,
  );
  if (answer.ok) {
    const { orderId, number } = answer.value;
    return { state: "done", outcome: "order_created", values: { number }, orderId };
  }
  if (answer.refusal.code === "shortage_blocks") {
    const shortages = shortagesOf(answer.refusal);
    const materials = shortages.map(({ itemName }) => itemName).join(", ");
    const { deal, product } = plan;
    // The list and the line go along: from the task the order is made anyway, or its materials are bought.
    const values = { deal, product, materials, shortages, dealLineId };
    return planTask(doing, "task.shortage_blocks", dealId, values);
  }
  const { code, data } = answer.refusal;
  if (!isOfLine(code)) return skippedBy(answer.refusal);
  const { deal, product } = plan;
  // A formula names what it misses, an item what it asks.
  const missing = data?.["attribute"] ?? data?.["name"];
  return typeof missing === "string" && code.endsWith("_missing")
    ? planTask(doing, "task.values_missing", dealId, { deal, product, missing })
    : planTask(doing, "task.order_refused", dealId, { deal, product, code });
}

/** What the deal's line says, or doesn't, makes no order: a person completes the line, and makes the order. */
const isOfLine = (code: string): boolean =>
  code.startsWith("attribute_") || code.startsWith("formula_") || code === "no_variant_follows";

type Shortage = { readonly itemName: string };

function shortagesOf({ data }: Refusal): readonly Shortage[] {
  const shortages: unknown = data?.["shortages"];
  return Array.isArray(shortages) ? (shortages as Shortage[]) : [];
}

type MovePlan = PlanOf<"move_deal" | "move_deal_when_covered">;

async function move(doing: Doing, plan: MovePlan): Promise<Settling> {
  const { database, asking } = doing;
  const { dealId, dealStatusId } = plan;
  const deal = await readWorkspace(database, asking.workspaceId, (tx) => readDealInProduction(tx, dealId));
  if (deal === null) return { state: "skipped", outcome: "deal_unknown" };
  const decision = decide(plan, deal);
  if (decision.decision === "skip") {
    return { state: "skipped", outcome: decision.outcome, values: { status: deal.statusName } };
  }
  if (decision.decision === "short") {
    const orderId = plan.act === "move_deal_when_covered" ? plan.orderId : null;
    return planTask(
      doing,
      "task.order_short",
      dealId,
      { deal: deal.title, missing: decision.missing },
      orderId,
    );
  }
  const answer = await runCommand(
    database,
    moveDeal,
    { dealId, dealStatusId, fromStatusId: deal.statusId },
    asking,
  );
  if (answer.ok) return { state: "done", outcome: "deal_moved" };
  // Somebody moved it between our look and our move: look again.
  if (answer.refusal.code === "deal_moved_meanwhile") throw refusedError(answer.refusal);
  return skippedBy(answer.refusal);
}

function decide(plan: MovePlan, deal: DealInProduction): MoveDecision {
  return plan.act === "move_deal"
    ? decideMove(deal, plan.dealStatusId)
    : decideMoveWhenCovered(deal, deal, plan.dealStatusId);
}

type Assigned = {
  readonly title?: string;
  readonly assigneeId?: Id | null;
  readonly assigneeTradeId?: Id | null;
  readonly assigneeRole?: Role | null;
};

/** A task, for the supervisors unless told. Its command has an id of its own, from the effect's. */
async function planTask(
  { database, asking, effect }: Doing,
  textId: AutomaticTaskText,
  dealId: Id | null,
  textValues: Record<string, unknown>,
  orderId: Id | null = null,
  assigned: Assigned = {},
): Promise<Settling> {
  const deal = textValues["deal"];
  const answer = await runCommand(
    database,
    createAutomaticTask,
    {
      textId,
      textValues,
      title: assigned.title ?? (typeof deal === "string" ? deal : ""),
      assigneeRole: assigned.assigneeRole === undefined ? "supervisor" : assigned.assigneeRole,
      assigneeId: assigned.assigneeId ?? null,
      assigneeTradeId: assigned.assigneeTradeId ?? null,
      dealId,
      orderId,
    },
    { ...asking, commandId: uuidv5(textId, effect.id) },
  );
  // The same command id with other values: the task of an earlier attempt stands.
  if (!answer.ok && answer.refusal.code !== "command_id_reused") return skippedBy(answer.refusal);
  return { state: "done", outcome: textId.replace("task.", "task_") };
}

/** What will be refused again tomorrow is settled with the reason; what passes by itself is tried again. */
function skippedBy(refusal: Refusal): Settling {
  if (refusal.code === "try_again") throw refusedError(refusal);
  return { state: "skipped", outcome: refusal.code, values: plainValues(refusal) };
}

/** What the sentence of the refusal names. */
function plainValues({ data = {} }: Refusal): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );
}

function refusedError(refusal: Refusal): Error {
  return Object.assign(new Error(`Refused: ${refusal.code}`), { code: refusal.code });
}

function codeOf(error: unknown): string {
  const code: unknown =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unexpected";
}
