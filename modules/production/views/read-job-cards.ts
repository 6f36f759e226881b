import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { photoOfItem } from "#modules/files/views/files-of.ts";
import type { LotState, OrderStatus } from "#modules/production/contract/order-card.ts";
import type { Priority } from "#modules/production/core/order-state.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { BatchMode, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { inWorkStates } from "./order-card.ts";
import { upsellsOfOrder } from "./show-order.ts";

/** What a printed card says of an order; amounts are of the order's whole need. There is no price in it. */
export type JobCard = {
  readonly orderId: Id;
  readonly number: number;
  readonly itemName: string;
  readonly variantName: string;
  /** of the product's first picture: where its small copy lies in the storage */
  readonly pictureKey: string | null;
  readonly unit: Unit;
  readonly ordered: number;
  readonly batchMode: BatchMode;
  readonly status: OrderStatus;
  readonly priority: Priority;
  readonly dueDate: string | null;
  readonly notes: string;
  readonly attributes: OrderAttributes;
  readonly upsells: readonly string[];
  readonly responsibleName: string | null;
  /** null where there is none, or the reader may not see it */
  readonly dealTitle: string | null;
  readonly customerName: string | null;
  readonly madeForNumber: number | null;
  readonly stages: readonly JobCardStage[];
  /** of a whole batch that was never parted there is nothing to say; 200 at most */
  readonly lots: readonly JobCardLot[];
  readonly lotsTotal: number;
};
export type JobCardStage = {
  readonly name: string;
  readonly optional: boolean;
  readonly instruction: RichText;
  readonly performerName: string | null;
  readonly performerRole: string | null;
  readonly plannedSeconds: number;
  readonly waitName: string | null;
  readonly waitMinimumSeconds: number;
  readonly waitMaximumSeconds: number | null;
  readonly checks: readonly StageCheck[];
  readonly photoRequired: boolean;
  readonly materials: readonly JobCardMaterial[];
};
export type JobCardMaterial = {
  readonly itemName: string;
  /** null: its variant is picked at start */
  readonly variantName: string | null;
  readonly unit: Unit;
  readonly required: Decimal;
  readonly warehouseName: string;
};
export type JobCardLot = {
  readonly number: string;
  readonly units: number;
  readonly state: LotState;
  /** of its own, over the order's */
  readonly attributes: OrderAttributes;
};
export type JobCards = { readonly workspaceName: string; readonly cards: readonly JobCard[] };

const mostLots = 200;

/** The cards in the order in which they were asked for; every order has to be there. Four statements for any number. */
export async function readJobCards(
  tx: Tx,
  orderIds: readonly Id[],
  viewer: Pick<Viewer, "may">,
): Promise<Result<JobCards>> {
  const ids = [...new Set(orderIds.map((id) => id.toLowerCase()))];
  const orders = await readOrders(tx, ids);
  const missing = ids.find((id) => !orders.has(id));
  if (missing !== undefined)
    return no("order_unknown", {}, [missing === ids[0] ? "orderId" : "alsoOrderIds"]);
  const [stages, materials, lots] = await Promise.all([
    readStages(tx, ids),
    readMaterials(tx, ids),
    readLots(tx, ids),
  ]);
  const cards = ids.flatMap((id): JobCard[] => {
    const order = orders.get(id);
    if (order === undefined) return [];
    const { upsells, dealTitle, customerName, workspaceName: _, ...row } = order;
    const ofOrder = lots.filter((lot) => lot.orderId === id);
    return [
      {
        ...row,
        upsells: (upsells ?? []).map((upsell) => upsell.name),
        dealTitle: viewer.may("deal.read") ? dealTitle : null,
        customerName: viewer.may("contact.read") ? customerName : null,
        stages: stages
          .filter((stage) => stage.orderId === id)
          .map((stage) => ({ ...stage, materials: materials.filter((row_) => row_.stageId === stage.id) })),
        lots: row.batchMode === "per_unit" || ofOrder.length > 1 ? ofOrder : [],
        lotsTotal: ofOrder[0]?.total ?? 0,
      },
    ];
  });
  const [first] = orders.values();
  return ok({ workspaceName: first?.workspaceName ?? "", cards });
}

type OrderRow = Omit<JobCard, "upsells" | "stages" | "lots" | "lotsTotal"> & {
  readonly workspaceName: string;
  readonly upsells: readonly { readonly name: string }[] | null;
};

async function readOrders(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, OrderRow>> {
  const { rows } = await sql<OrderRow>`
    select o.id as "orderId", o.number, i.name as "itemName", v.name as "variantName", i.unit, o.ordered,
      (select f.thumbnail_key from file f where f.workspace_id = ${tx.workspaceId}
        and f.id = ${photoOfItem(tx, sql`i.id`)}) as "pictureKey", o.batch_mode as "batchMode", o.status, o.priority,
      o.due_date as "dueDate", o.notes, o.attributes, ${upsellsOfOrder(tx)} as upsells,
      m.name as "responsibleName", d.title as "dealTitle", coalesce(co.name, c.name) as "customerName",
      p.number as "madeForNumber", w.name as "workspaceName"
    from production_order o
    join workspace w on w.workspace_id = o.workspace_id
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    left join member m on m.workspace_id = o.workspace_id and m.id = o.responsible_id
    left join deal d on d.workspace_id = o.workspace_id and d.id = o.deal_id
    left join contact c on c.workspace_id = d.workspace_id and c.id = d.contact_id
    left join company co on co.workspace_id = d.workspace_id and co.id = d.company_id
    left join production_order p on p.workspace_id = o.workspace_id and p.id = o.parent_id
    where o.workspace_id = ${tx.workspaceId} and o.id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.orderId, row]));
}

async function readStages(
  tx: Tx,
  ids: readonly Id[],
): Promise<(Omit<JobCardStage, "materials"> & { readonly id: Id; readonly orderId: Id })[]> {
  const { rows } = await sql<Omit<JobCardStage, "materials"> & { id: Id; orderId: Id }>`
    select s.id, s.order_id as "orderId", s.name, s.optional, s.instruction, coalesce(m.name, t.name, c.name) as "performerName",
      s.performer_role as "performerRole",
      (s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * o.ordered)::float8 as "plannedSeconds",
      s.wait_name as "waitName", s.wait_minimum_seconds as "waitMinimumSeconds",
      s.wait_maximum_seconds as "waitMaximumSeconds", s.checks, s.photo_required as "photoRequired"
    from order_stage s
    join production_order o on o.workspace_id = s.workspace_id and o.id = s.order_id
    left join member m on m.workspace_id = s.workspace_id and m.id = s.performer_member_id
    left join trade t on t.workspace_id = s.workspace_id and t.id = s.performer_trade_id
    left join subcontractor c on c.workspace_id = s.workspace_id and c.id = s.performer_subcontractor_id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = any(${[...ids]}::uuid[]) and s.active
    order by s.order_id, s.position`.execute(tx.db);
  return rows;
}

async function readMaterials(
  tx: Tx,
  ids: readonly Id[],
): Promise<(JobCardMaterial & { readonly stageId: Id })[]> {
  const { rows } = await sql<JobCardMaterial & { stageId: Id }>`
    select n.order_stage_id as "stageId", i.name as "itemName", v.name as "variantName", i.unit, n.required,
      w.name as "warehouseName"
    from order_norm n
    left join variant v on v.workspace_id = n.workspace_id and v.id = n.variant_id
    join item i on i.workspace_id = n.workspace_id and i.id = coalesce(v.item_id, n.item_id)
    join warehouse w on w.workspace_id = n.workspace_id and w.id = n.warehouse_id
    where n.workspace_id = ${tx.workspaceId} and n.order_id = any(${[...ids]}::uuid[]) and n.required > 0
    order by n.order_id, n.position`.execute(tx.db);
  return rows;
}

async function readLots(
  tx: Tx,
  ids: readonly Id[],
): Promise<(JobCardLot & { readonly orderId: Id; readonly total: number })[]> {
  const { rows } = await sql<JobCardLot & { orderId: Id; total: number }>`
    select ranked.* from (
      select l.order_id as "orderId", l.number, l.units, l.state, l.attributes,
        count(*) over (partition by l.order_id)::int as total,
        row_number() over (partition by l.order_id order by l.id) as place
      from lot l
      where l.workspace_id = ${tx.workspaceId} and l.order_id = any(${[...ids]}::uuid[]) and l.units > 0
        and (l.state in ${inWorkStates} or l.state = 'finished')
    ) as ranked
    where ranked.place <= ${mostLots}
    order by ranked."orderId", ranked.place`.execute(tx.db);
  return rows;
}
