import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { correctionRow } from "#modules/production/contract/correction-routes.ts";
import type { StretchData, UsedData } from "#modules/production/core/correction-fact.ts";
import type { CorrectionState } from "#modules/production/store/correction.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type CorrectionRow = z.output<typeof correctionRow>;

type Side = { stretches?: StretchData[]; materials?: UsedData[] };
type Row = {
  id: Id;
  order_id: Id;
  order_number: number;
  product_name: string;
  run_id: Id;
  stage_name: string;
  lot_number: string;
  kind: "time" | "material";
  state: CorrectionState;
  before: Side;
  after: Side;
  reason: string;
  proposed_by: Id | null;
  proposer: string | null;
  proposed_at: Date;
  at_once: boolean;
  decider: string | null;
  decided_at: Date | null;
  decided_note: string;
  cost_difference: Decimal | null;
};

/** Corrections as a person reads them, with names for ids; `which` says which, and in which order. */
export async function readCorrections(
  tx: Tx,
  which: { readonly where: RawBuilder<unknown>; readonly order: RawBuilder<unknown>; readonly limit: number },
  viewer: Viewer,
): Promise<{ rows: CorrectionRow[]; keys: readonly (readonly [Date, Id])[] }> {
  const { rows } = await sql<Row>`
    select c.id, c.order_id, o.number as order_number, concat_ws(', ', i.name, nullif(v.name, i.name)) as product_name,
      c.run_id, s.name as stage_name, l.number as lot_number, c.kind, c.state, c.before, c.after, c.reason, c.proposed_by,
      p.name as proposer, c.proposed_at, c.at_once, d.name as decider, c.decided_at, c.decided_note, c.cost_difference
    from correction c
    join production_order o on o.workspace_id = c.workspace_id and o.id = c.order_id
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join run r on r.workspace_id = c.workspace_id and r.id = c.run_id
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    join lot l on l.workspace_id = r.workspace_id and l.id = r.lot_id
    left join member p on p.workspace_id = c.workspace_id and p.id = c.proposed_by
    left join member d on d.workspace_id = c.workspace_id and d.id = c.decided_by
    where c.workspace_id = ${tx.workspaceId} and ${which.where}
    order by ${which.order}
    limit ${which.limit}`.execute(tx.db);
  const names = await namesOf(tx, rows);
  return {
    rows: rows.map((row) => worded(row, names, viewer)),
    keys: rows.map((row) => [row.proposed_at, row.id] as const),
  };
}

type Names = {
  readonly named: ReadonlyMap<Id, string>;
  readonly items: ReadonlyMap<Id, { itemName: string; variantName: string; unit: Unit }>;
};

async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Names> {
  const sides = rows.flatMap((row) => [row.before, row.after]);
  const stretches = sides.flatMap((side) => side.stretches ?? []);
  const people = stretches.map((stretch) => stretch.memberId);
  const reasons = stretches.flatMap((stretch) => stretch.reasonId ?? []);
  const variants = sides.flatMap((side) => side.materials ?? []).map((material) => material.variantId);
  const [named, items] = await Promise.all([
    sql<{ id: Id; name: string }>`
      select id, name from member where workspace_id = ${tx.workspaceId} and id = any(${people}::uuid[])
      union all
      select id, name from stop_reason where workspace_id = ${tx.workspaceId} and id = any(${reasons}::uuid[])`.execute(
      tx.db,
    ),
    sql<{ id: Id; itemName: string; variantName: string; unit: Unit }>`
      select v.id, i.name as "itemName", v.name as "variantName", i.unit
      from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
      where v.workspace_id = ${tx.workspaceId} and v.id = any(${variants}::uuid[])`.execute(tx.db),
  ]);
  return {
    named: new Map(named.rows.map((row) => [row.id, row.name])),
    items: new Map(items.rows.map((row) => [row.id, row])),
  };
}

function worded(row: Row, names: Names, viewer: Viewer): CorrectionRow {
  const side = ({ stretches = [], materials = [] }: Side): CorrectionRow["before"] => ({
    stretches: stretches.map((stretch) => ({
      ...stretch,
      memberName: names.named.get(stretch.memberId) ?? "",
      reasonName: stretch.reasonId === null ? null : (names.named.get(stretch.reasonId) ?? null),
    })),
    materials: materials.map((material) => ({
      itemName: "",
      variantName: "",
      unit: "pcs" as const,
      ...material,
      ...names.items.get(material.variantId),
    })),
  });
  return {
    id: row.id,
    orderId: row.order_id,
    orderNumber: row.order_number,
    productName: row.product_name,
    runId: row.run_id,
    stageName: row.stage_name,
    lotNumber: row.lot_number,
    kind: row.kind,
    state: row.state,
    before: side(row.before),
    after: side(row.after),
    reason: row.reason,
    proposedBy: row.proposer,
    proposedAt: row.proposed_at.toISOString(),
    atOnce: row.at_once,
    decidedBy: row.decider,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedNote: row.decided_note,
    costDifference:
      row.cost_difference !== null && viewer.may("order.cost") ? text(row.cost_difference) : null,
    verbs: verbsOf(row, viewer),
  };
}

/** As the commands will answer: nobody approves their own hours but those who run the place. */
function verbsOf(row: Row, viewer: Viewer): CorrectionRow["verbs"] {
  if (row.state !== "proposed") return [];
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const decides = viewer.may("correction.decide");
  const own = [...(row.before.stretches ?? []), ...(row.after.stretches ?? [])].some(
    (stretch) => stretch.memberId === me,
  );
  return [
    ...(decides && (!own || viewer.may("correction.decide_own")) ? (["approve"] as const) : []),
    ...(decides ? (["decline"] as const) : []),
    ...(row.proposed_by !== null && row.proposed_by === me ? (["withdraw"] as const) : []),
  ];
}
