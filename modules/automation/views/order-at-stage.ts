import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { EndedOrder, NamedFields } from "../core/decide-effects.ts";

export type OrderAtStage = EndedOrder & {
  readonly variantId: Id;
  /** the key of the run's stage, where the run was the first to begin it in the order */
  readonly begun: readonly string[];
  /** the keys of active stages that were begun and that no unit in work needs any more */
  readonly over: readonly string[];
  readonly fields: NamedFields;
};

/** An order as the triggers of its stages see it; null where there is no such order. */
export async function readOrderAtStage(tx: Tx, orderId: Id, runId: Id | null): Promise<OrderAtStage | null> {
  const { rows } = await sql<{
    template_version_id: Id;
    variant_id: Id;
    deal_id: Id | null;
    number: number;
    ordered: number;
    product: string;
    deal: string | null;
    contact: string | null;
    promised: string | null;
    begun: string[] | null;
    over: string[] | null;
  }>`
    select o.template_version_id, o.variant_id, o.deal_id, o.number, o.ordered,
      case when v.name = i.name then i.name else i.name || ', ' || v.name end as product,
      d.title as deal, c.name as contact, dl.promised_date::text as promised,
      (select array_agg(s.key) from run r join order_stage s
          on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
        where r.workspace_id = o.workspace_id and r.id = ${runId} and r.opens_stage) as begun,
      (select array_agg(s.key) from order_stage s
        where s.workspace_id = o.workspace_id and s.order_id = o.id and s.active
          and exists (select from lot l where l.workspace_id = o.workspace_id and l.order_id = o.id
            and l.begun ->> s.id::text is not null)
          and not exists (select from lot l where l.workspace_id = o.workspace_id and l.order_id = o.id
            and l.state in ('in_work', 'held', 'escalated') and l.units > 0
            and l.done ->> s.id::text is null)) as over
    from production_order o
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    left join deal d on d.workspace_id = o.workspace_id and d.id = o.deal_id
    left join contact c on c.workspace_id = d.workspace_id and c.id = d.contact_id
    left join deal_line dl on dl.workspace_id = o.workspace_id and dl.id = o.deal_line_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    orderId,
    dealId: row.deal_id,
    templateVersionId: row.template_version_id,
    variantId: row.variant_id,
    begun: row.begun ?? [],
    over: row.over ?? [],
    fields: {
      order: String(row.number),
      product: row.product,
      quantity: String(row.ordered),
      deal: row.deal ?? "",
      contact: row.contact ?? "",
      promised: row.promised ?? "",
    },
  };
}

/** Whether the order's version makes anything happen at its stages, in the base or for a variant. */
export async function hasStageEffects(tx: Tx, orderId: Id): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select jsonb_path_exists(v.body, '$.**.atStart[*]') or jsonb_path_exists(v.body, '$.**.atCompletion[*]') as found
    from production_order o
    join template_version v on v.workspace_id = o.workspace_id and v.id = o.template_version_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId} and v.approved_by is not null`.execute(
    tx.db,
  );
  return rows[0]?.found === true;
}
