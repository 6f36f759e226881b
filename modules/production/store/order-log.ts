import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { evolveOrder, foldOrder } from "../core/evolve-order.ts";
import type { OrderFact, OrderFactKind } from "../core/order-fact.ts";
import type { OrderState } from "../core/order-state.ts";
import { type LoggedFact, unitFactKinds } from "../core/units-of-run.ts";

/** What one command told of an order. */
export type ActOnOrder = {
  readonly commandId: Id;
  /** the command's name: the verb */
  readonly verb: string;
  readonly byMember: Id | null;
  /** when it was done */
  readonly at: Date;
  readonly facts: readonly OrderFact[];
  readonly firstVersion: number;
  readonly undone: boolean;
};

/** Null where the command told nothing of this order. */
export async function findActOnOrder(tx: Tx, orderId: Id, commandId: Id): Promise<ActOnOrder | null> {
  const rows = await tx.db
    .selectFrom("fact as f")
    .innerJoin("command as c", (join) =>
      join.onRef("c.workspace_id", "=", "f.workspace_id").onRef("c.id", "=", "f.command_id"),
    )
    .select(["f.kind", "f.data", "f.version", "f.at", "f.by_member", "c.name"])
    .where("f.workspace_id", "=", tx.workspaceId)
    .where("f.command_id", "=", commandId)
    .where("f.thing", "=", "order")
    .where("f.thing_id", "=", orderId)
    .orderBy("f.version")
    .execute();
  const [first] = rows;
  if (first === undefined) return null;
  const { rows: later } = await sql<{ found: boolean }>`
    select exists (
      select from fact where workspace_id = ${tx.workspaceId} and thing = 'order' and thing_id = ${orderId}
        and kind = 'work_undone' and data ->> 'commandId' = ${commandId}) as found`.execute(tx.db);
  return {
    commandId,
    verb: first.name,
    byMember: first.by_member,
    at: doneAt(first.at, rows),
    firstVersion: first.version,
    facts: rows.map((row) => ({ kind: row.kind as OrderFactKind, data: row.data }) as unknown as OrderFact),
    undone: later[0]?.found === true,
  };
}

/** A phone may have kept it: then it was done before it was written down. */
function doneAt(written: Date, rows: readonly { readonly data: unknown }[]): Date {
  const told = rows.flatMap(({ data }) => {
    const at =
      typeof data === "object" && data !== null && "at" in data ? new Date(String(data.at)) : written;
    return Number.isNaN(at.getTime()) ? [] : [at.getTime()];
  });
  return new Date(Math.min(written.getTime(), ...told));
}

/** The command that finished a run for good: not one that was taken back since. */
export async function findFinishOfRun(tx: Tx, orderId: Id, runId: Id): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("fact")
    .select("command_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("thing", "=", "order")
    .where("thing_id", "=", orderId)
    .where("kind", "=", "run_finished")
    .where(sql<string>`data ->> 'runId'`, "=", runId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.command_id ?? null;
}

/** The order as its log tells it, right before a version and right after the facts of one command from it on. */
export async function orderAroundAct(
  tx: Tx,
  orderId: Id,
  act: ActOnOrder,
): Promise<{ before: OrderState; after: OrderState }> {
  const rows = await tx.db
    .selectFrom("fact")
    .select(["kind", "data"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("thing", "=", "order")
    .where("thing_id", "=", orderId)
    .where("version", "<", act.firstVersion)
    .orderBy("version")
    .execute();
  const before = foldOrder(orderId, rows as unknown as OrderFact[]);
  let after = before;
  for (const fact of act.facts) after = evolveOrder(after, orderId, fact);
  return { before, after };
}

/** Those of the members who have not worked on anything since. */
export async function membersAtLeisure(
  tx: Tx,
  memberIds: readonly Id[],
  since: Date,
): Promise<ReadonlySet<Id>> {
  if (memberIds.length === 0) return new Set();
  const busy = await tx.db
    .selectFrom("work_interval")
    .select("member_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "in", [...memberIds])
    .where("kind", "=", "work")
    .where("voided", "=", false)
    .where((where) => where.or([where("ended_at", "is", null), where("ended_at", ">", since)]))
    .execute();
  const working = new Set(busy.map((row) => row.member_id));
  return new Set(memberIds.filter((id) => !working.has(id)));
}

/** Where an order's units went, as unitsOfRun follows them. */
export async function loadUnitLog(tx: Tx, orderId: Id): Promise<LoggedFact[]> {
  const rows = await tx.db
    .selectFrom("fact")
    .select(["kind", "data", "command_id"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("thing", "=", "order")
    .where("thing_id", "=", orderId)
    .where("kind", "in", [...unitFactKinds])
    .orderBy("version")
    .execute();
  return rows.map(({ kind, data, command_id: commandId }) => ({
    commandId,
    fact: { kind, data } as unknown as OrderFact,
  }));
}

/** The runs whose time or material was corrected since a version. */
export async function correctedSince(tx: Tx, orderId: Id, version: number): Promise<ReadonlySet<Id>> {
  const rows = await tx.db
    .selectFrom("fact")
    .select(["kind", "data"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("thing", "=", "order")
    .where("thing_id", "=", orderId)
    .where("version", ">", version)
    .where("kind", "in", ["time_corrected", "material_corrected"])
    .execute();
  return new Set(
    (rows as unknown as OrderFact[]).flatMap((fact) =>
      fact.kind === "time_corrected"
        ? fact.data.runIds
        : fact.kind === "material_corrected"
          ? [fact.data.runId]
          : [],
    ),
  );
}
