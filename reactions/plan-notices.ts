import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import {
  type NoticeKind,
  type NoticeValues,
  rolesOfNotices,
  type ThingOfNotice,
} from "#modules/notices/contract/kinds.ts";
import { chooseRecipients } from "#modules/notices/core/choose-recipients.ts";
import { listPossibleRecipients } from "#modules/notices/store/notice.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { FactToReact } from "./plan-effects.ts";

/** What is told, of what, to whom. */
export type PlannedNotice = {
  readonly kind: NoticeKind;
  readonly thing: ThingOfNotice;
  readonly thingId: Id;
  readonly values: NoticeValues;
  readonly memberIds: readonly Id[];
};
type Told = Omit<PlannedNotice, "memberIds"> & {
  readonly memberId: Id | null;
  readonly tradeId?: Id | null;
  /** instead of those of the kind */
  readonly roles?: readonly Role[];
};
/** Whose business it is, or the very people whom it is for. */
type Teller = (tx: Tx, fact: FactToReact) => Promise<Told | PlannedNotice | null>;

const tellers: Readonly<Record<string, Teller>> = {
  order_created: tellShortage,
  run_blocked: tellBlock,
  lot_escalated: tellEscalation,
  correction_proposed: tellCorrection,
  message_written: tellMention,
  message_changed: tellMention,
  task_added: (_tx, fact) => Promise.resolve(tellTask(fact)),
  stock_issued: tellBelowZero,
  stock_shipped: tellBelowZero,
  stock_scrapped: tellBelowZero,
  stock_adjusted: tellBelowZero,
  stock_transferred_out: tellBelowZero,
};

/** Facts of stock come with every tap: only what says that it took the balance below zero is looked at. */
export function concernsNotices(fact: FactToReact): boolean {
  if (!Object.hasOwn(tellers, fact.kind)) return false;
  if (fact.kind === "task_added") return kindOfTask(fact) !== undefined;
  if (fact.kind.startsWith("message_")) return mentionsOf(fact).length > 0;
  return !fact.kind.startsWith("stock_") || fact.data["fellBelowZero"] === true;
}

/** Null where there is nothing to tell, or nobody to tell it to. */
export async function planNotice(tx: Tx, fact: FactToReact): Promise<PlannedNotice | null> {
  const told = await tellers[fact.kind]?.(tx, fact);
  if (told === null || told === undefined) return null;
  if ("memberIds" in told) return told.memberIds.length === 0 ? null : told;
  return addressed(tx, told, await findDoer(tx, fact.id));
}

/** With its recipients; null where there are none. */
export async function addressed(tx: Tx, told: Told, exceptId: Id | null): Promise<PlannedNotice | null> {
  const { memberId, tradeId = null, roles = rolesOfNotices[told.kind], ...notice } = told;
  const members = await listPossibleRecipients(tx);
  const memberIds = chooseRecipients(members, { memberId, tradeId, roles, exceptId });
  return memberIds.length === 0 ? null : { ...notice, memberIds };
}

async function findDoer(tx: Tx, factId: Id): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("fact")
    .select("by_member as memberId")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", factId)
    .executeTakeFirst();
  return row?.memberId ?? null;
}

const mostNamed = 3;

/** Read as it is now: what has been filled since is not short. */
async function tellShortage(tx: Tx, { thingId }: FactToReact): Promise<Told | null> {
  const { rows } = await sql<{ number: number; memberId: Id | null; materials: string[] }>`
    select o.number, o.responsible_id as "memberId", array_agg(distinct i.name) as materials
    from production_order o
    join reservation r on r.workspace_id = o.workspace_id and r.order_id = o.id
      and not r.closed and r.quantity < r.wanted
    join balance b on b.workspace_id = r.workspace_id and b.id = r.balance_id
    join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${thingId}
    group by o.number, o.responsible_id`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  const { number, memberId, materials } = row;
  const values = {
    order: number,
    materials: materials.slice(0, mostNamed).join(", "),
    more: Math.max(0, materials.length - mostNamed),
  };
  return { kind: "shortage", thing: "production_order", thingId, values, memberId };
}

async function tellBlock(tx: Tx, fact: FactToReact): Promise<Told | null> {
  const { rows } = await sql<{ order: number; memberId: Id | null; stage: string; reason: string | null }>`
    select o.number as order, o.responsible_id as "memberId", s.name as stage, w.name as reason
    from production_order o
    join run r on r.workspace_id = o.workspace_id and r.order_id = o.id and r.id = ${textOf(fact, "runId")}::uuid
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    left join stop_reason w on w.workspace_id = o.workspace_id and w.id = ${textOf(fact, "reasonId")}::uuid
    where o.workspace_id = ${tx.workspaceId} and o.id = ${fact.thingId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  const { memberId, order, stage, reason } = row;
  const values = { order, stage, reason: reason ?? "", note: (textOf(fact, "note") ?? "").slice(0, 200) };
  return { kind: "run_blocked", thing: "production_order", thingId: fact.thingId, values, memberId };
}

async function tellEscalation(tx: Tx, fact: FactToReact): Promise<Told | null> {
  const { rows } = await sql<{ order: number; memberId: Id | null; lot: string; units: number }>`
    select o.number as order, o.responsible_id as "memberId", l.number as lot, l.units
    from production_order o
    join lot l on l.workspace_id = o.workspace_id and l.order_id = o.id and l.id = ${textOf(fact, "lotId")}::uuid
    where o.workspace_id = ${tx.workspaceId} and o.id = ${fact.thingId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  const { memberId, ...values } = row;
  return { kind: "units_escalated", thing: "production_order", thingId: fact.thingId, values, memberId };
}

/** One that was decided in the same act waits for nobody. */
async function tellCorrection(tx: Tx, fact: FactToReact): Promise<Told | null> {
  const { rows } = await sql<{ order: number; memberId: Id | null; about: string; who: string | null }>`
    select o.number as order, o.responsible_id as "memberId", c.kind as about, m.name as who
    from correction c
    join production_order o on o.workspace_id = c.workspace_id and o.id = c.order_id
    left join member m on m.workspace_id = c.workspace_id and m.id = c.proposed_by
    where c.workspace_id = ${tx.workspaceId} and c.id = ${textOf(fact, "correctionId")}::uuid
      and c.state = 'proposed'`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  const { memberId, order, about, who } = row;
  const values = { order, about, who: who ?? "" };
  return { kind: "correction_waiting", thing: "production_order", thingId: fact.thingId, values, memberId };
}

/** What has become a task is told by pointing at it: the task says the rest, and is what is to be done. */
const kindsOfTasks: Readonly<Record<string, NoticeKind>> = {
  "task.reservation_lost": "reservation_lost",
  "task.reservation_gone": "reservation_lost",
  "task.deal_line_changed": "deal_changed",
  "task.deal_line_removed": "deal_changed",
  "task.deal_lost": "deal_changed",
  "task.template_missing": "trigger_failed",
  "task.shortage_blocks": "trigger_failed",
  "task.order_short": "trigger_failed",
  "task.values_missing": "trigger_failed",
  "task.order_refused": "trigger_failed",
};
const kindOfTask = (fact: FactToReact): NoticeKind | undefined => kindsOfTasks[textOf(fact, "textId") ?? ""];

function tellTask(fact: FactToReact): Told | null {
  const kind = kindOfTask(fact);
  if (kind === undefined) return null;
  const said = fact.data["textValues"] as Readonly<Record<string, unknown>> | null;
  // Not the amounts: a task's are shown to those alone who may see them.
  const named = ["order", "material", "deal", "orders", "product"] as const;
  const values: Record<string, string | number> = { task: textOf(fact, "textId") ?? "" };
  for (const name of named) {
    const value = said?.[name];
    if (typeof value === "string" || typeof value === "number") values[name] = value;
  }
  const role = textOf(fact, "assigneeRole") as Role | null;
  return {
    kind,
    thing: "task",
    thingId: fact.thingId,
    values,
    memberId: textOf(fact, "assigneeId"),
    tradeId: textOf(fact, "assigneeTradeId"),
    ...(role === null ? {} : { roles: [role] }),
  };
}

async function tellBelowZero(tx: Tx, { thingId }: FactToReact): Promise<Told | null> {
  const { rows } = await sql<{ material: string; warehouse: string; variantId: Id; onHandQuantity: string }>`
    select i.name as material, w.name as warehouse, b.variant_id as "variantId",
      trim_scale(b.on_hand) || E'\t' || i.unit as "onHandQuantity"
    from balance b
    join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id
    where b.workspace_id = ${tx.workspaceId} and b.id = ${thingId} and b.on_hand < 0`.execute(tx.db);
  const [values] = rows;
  return values === undefined
    ? null
    : { kind: "stock_below_zero", thing: "balance", thingId, values, memberId: null };
}

function mentionsOf(fact: FactToReact): readonly string[] {
  const ids = fact.data["mentionIds"];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

/**
 * Those who are named, but not who was told of this message before it was changed, nor who has read it meanwhile. What
 * was said is not repeated: it may be taken away, and is read where it stands.
 */
async function tellMention(tx: Tx, fact: FactToReact): Promise<PlannedNotice | null> {
  const { rows } = await sql<{ order: number; orderId: Id; who: string; memberIds: Id[] }>`
    select o.number as order, o.id as "orderId", w.name as who,
      array(select m.id::text from member m
        where m.workspace_id = ${tx.workspaceId} and m.active and m.id = any(${mentionsOf(fact)}::uuid[])
          and m.id <> c.by_member
          and not exists (select from notice n
            where n.workspace_id = ${tx.workspaceId} and n.member_id = m.id and n.thing = 'order_message' and n.thing_id = c.id)
          and not exists (select from order_chat_reader r
            where r.workspace_id = ${tx.workspaceId} and r.order_id = c.order_id and r.member_id = m.id
              and r.read_to >= c.number)
        order by m.id) as "memberIds"
    from order_message c
    join production_order o on o.workspace_id = c.workspace_id and o.id = c.order_id
    join member w on w.workspace_id = c.workspace_id and w.id = c.by_member
    where c.workspace_id = ${tx.workspaceId} and c.id = ${fact.thingId} and not c.removed`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  const { memberIds, ...values } = row;
  return { kind: "mention", thing: "order_message", thingId: fact.thingId, values, memberIds };
}

function textOf(fact: FactToReact, key: string): string | null {
  const value = fact.data[key];
  return typeof value === "string" ? value : null;
}
