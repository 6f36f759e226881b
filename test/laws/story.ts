import fc from "fast-check";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { transferStock } from "#commands/inventory/transfer-stock.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { releaseRunEarly } from "#commands/production/release-run-early.ts";
import { reserveOrder } from "#commands/production/reserve-order.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { type RunVerb, verbsAt } from "#modules/production/core/run-table.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import type { Workshop } from "#test/builders/workshop.ts";

/**
 * One line of a story: a verb and the numbers that pick its things among what there is at that moment, so that
 * any line makes sense anywhere and a story can be shrunk line by line.
 */
export type Line = {
  readonly verb: (typeof storyVerbs)[number];
  readonly pick: number;
  readonly amount: number;
  readonly minutes: number;
  readonly flag: boolean;
};

export const storyVerbs = [
  "create",
  "create",
  "start",
  "start",
  "start",
  "pause",
  "resume",
  "progress",
  "finish",
  "finish",
  "finish",
  "cancelStart",
  "block",
  "unblock",
  "releaseEarly",
  "releaseEarly",
  "reassign",
  "change",
  "reserve",
  "cancel",
  "receive",
  "count",
  "transfer",
  "rate",
  "listPrice",
] as const;

export const lineArbitrary: fc.Arbitrary<Line> = fc.record({
  verb: fc.constantFrom(...storyVerbs),
  pick: fc.nat({ max: 1000 }),
  amount: fc.nat({ max: 40 }),
  // Often little, so that waits are met while they last.
  minutes: fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 200 })),
  flag: fc.boolean(),
});

export type Cast = {
  readonly shop: Workshop;
  /** people who work: two at once meet each other's runs */
  readonly people: readonly (Actor & { kind: "member" })[];
};

/** Odd quantities and prices that do not divide: where rounding goes wrong, it goes wrong on these. */
const oddQuantity = (amount: number): string =>
  `${amount + 1}.${["333333", "5", "000001", "75", "1"][amount % 5]}`;
const oddPrice = (amount: number): string => `${amount}.${["3333", "07", "9999", "1", "0001"][amount % 5]}`;

/** Plays one line; answers what the command answered, or null where there was nothing to play it on. */
export async function play(cast: Cast, line: Line, now: Date): Promise<Result<unknown> | null> {
  const { shop, people } = cast;
  const orders = await openOrders(cast, line);
  const orderId = orders[line.pick % Math.max(1, orders.length)];
  const runs = await runsFor(cast, line, now);
  const run = runs[line.pick % Math.max(1, runs.length)];
  const runId = run?.id;
  const anybody = people[line.pick % people.length] ?? shop.owner;
  // Mostly whoever has the run; now and then somebody else, who is refused.
  const person =
    line.amount % 6 === 0 ? anybody : (people.find((one) => one.memberId === run?.operatorId) ?? anybody);
  const as = { now, as: person };
  const material = line.flag ? shop.flourId : shop.boxId;
  switch (line.verb) {
    case "create":
      return shop.ask(
        createOrder,
        {
          variantId: shop.variantId,
          quantity: (line.amount % 7) + 1,
          priority: (["low", "normal", "high", "urgent"] as const)[line.pick % 4],
          dueDate: line.flag ? "2026-03-20" : null,
          notes: "",
          dealId: null,
          dealLineId: null,
          ...(line.amount % 3 === 0 ? { createAnyway: "The law says so" } : {}),
        },
        { now },
      );
    case "receive":
      return shop.ask(
        receiveStock,
        {
          warehouseId: shop.materialsId,
          lines: [
            { variantId: material, quantity: oddQuantity(line.amount), price: oddPrice(line.pick % 40) },
          ],
          note: "",
        },
        { now },
      );
    case "count":
      return shop.ask(
        countStock,
        {
          warehouseId: shop.materialsId,
          lines: [{ variantId: material, counted: oddQuantity(line.amount) }],
          note: "",
        },
        { now },
      );
    case "transfer":
      return shop.ask(
        transferStock,
        {
          variantId: material,
          fromWarehouseId: shop.materialsId,
          toWarehouseId: shop.finishedId,
          quantity: oddQuantity(line.amount % 10),
          note: "",
        },
        { now },
      );
    case "rate":
      return shop.ask(setRate, { memberId: person.memberId, rate: oddPrice(line.amount * 7) }, { now });
    case "listPrice":
      return shop.ask(setListPrice, { variantId: material, price: oddPrice(line.amount) }, { now });
    default:
  }
  if (orderId !== undefined) {
    switch (line.verb) {
      case "cancel":
        // Rare enough that stories get somewhere.
        if (line.amount % 4 !== 0) return null;
        return shop.ask(cancelOrder, { orderId, reason: "A story", returnMaterials: line.flag }, { now });
      case "change":
        return shop.ask(
          changeOrder,
          { orderId, priority: line.flag ? "urgent" : "low", dueDate: line.flag ? "2026-03-05" : null },
          { now },
        );
      case "reserve":
        return shop.ask(reserveOrder, { orderId }, { now });
      default:
    }
  }
  if (runId === undefined) return null;
  switch (line.verb) {
    case "start":
      return shop.ask(startRun, { runId }, as);
    case "pause": {
      const reasonId = line.flag ? shop.paidPauseReasonId : line.amount % 2 === 0 ? shop.pauseReasonId : null;
      return shop.ask(pauseRun, { runId, reasonId }, as);
    }
    case "resume":
      return shop.ask(resumeRun, { runId }, as);
    case "progress":
      return shop.ask(recordProgress, { runId, units: line.amount % 8 }, as);
    case "finish":
      return shop.ask(finishRun, await finishing(cast, runId, line), { now, as: shop.owner });
    case "cancelStart":
      return shop.ask(cancelStart, { runId }, as);
    case "block":
      return shop.ask(blockRun, { runId, reasonId: shop.blockReasonId, note: "" }, { now });
    case "unblock":
      return shop.ask(unblockRun, { runId }, { now });
    case "releaseEarly":
      return shop.ask(releaseRunEarly, { runId, reason: "In a hurry" }, { now });
    case "reassign":
      return shop.ask(reassignRun, { runId, memberId: line.flag ? person.memberId : null }, { now });
    default:
      return null;
  }
}

async function finishing(cast: Cast, runId: Id, line: Line) {
  const { shop } = cast;
  const row = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("lot as l", (join) =>
        join.onRef("l.workspace_id", "=", "r.workspace_id").onRef("l.id", "=", "r.lot_id"),
      )
      .leftJoin("order_norm as n", (join) =>
        join
          .onRef("n.workspace_id", "=", "r.workspace_id")
          .onRef("n.order_stage_id", "=", "r.order_stage_id"),
      )
      .select(["l.units", "n.id as norm_id"])
      .where("r.workspace_id", "=", shop.workspaceId)
      .where("r.id", "=", runId)
      .executeTakeFirst(),
  );
  const units = (row?.units ?? 1) + (line.amount % 9 === 0 ? 1 : 0);
  const normId = row?.norm_id ?? null;
  const materials =
    line.flag && normId !== null ? [{ normId, quantity: oddQuantity(line.amount) }] : undefined;
  return { runId, units, comment: "", ...(materials === undefined ? {} : { materials }) };
}

/** Mostly orders that are open; now and then any. */
async function openOrders(cast: Cast, line: Line): Promise<Id[]> {
  const { shop } = cast;
  const rows = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("production_order")
      .select(["id", "status"])
      .where("workspace_id", "=", shop.workspaceId)
      .orderBy("id")
      .execute(),
  );
  const open = rows.filter((row) => row.status !== "done" && row.status !== "cancelled");
  return (line.amount % 7 === 0 || open.length === 0 ? rows : open).map((row) => row.id);
}

/** Mostly runs that stand where the verb may be used; now and then any, to be refused. */
async function runsFor(cast: Cast, line: Line, now: Date): Promise<{ id: Id; operatorId: Id | null }[]> {
  const { shop } = cast;
  const rows = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run")
      .select(["id", "state", "available_at as availableAt", "operator_id as operatorId"])
      .select("performer_subcontractor_id as performerSubcontractorId")
      .where("workspace_id", "=", shop.workspaceId)
      .orderBy("id")
      .execute(),
  );
  const verb = runVerbOf[line.verb];
  if (verb === undefined || line.amount % 7 === 0) return rows;
  return rows.filter((row) => verbsAt({ ...row, state: row.state as StoredRunState }, now).includes(verb));
}

const runVerbOf: Partial<Record<Line["verb"], RunVerb>> = {
  start: "startRun",
  pause: "pauseRun",
  resume: "resumeRun",
  progress: "recordProgress",
  finish: "finishRun",
  cancelStart: "cancelStart",
  block: "blockRun",
  unblock: "unblockRun",
  releaseEarly: "releaseRunEarly",
  reassign: "reassignRun",
};

/** A story as a person reads it: what a failure prints after it was shrunk to the shortest. */
export function tell(lines: readonly Line[]): string {
  return lines
    .map(
      (line) =>
        `${line.verb} (pick ${line.pick}, amount ${line.amount}, +${line.minutes} min${line.flag ? ", flag" : ""})`,
    )
    .join("\n");
}
