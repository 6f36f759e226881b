import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DB } from "#db/types.ts";
import type { Id } from "#kernel/id.ts";

/** A row that breaks a law: `thing` is what it is a row of, `expected` and `found` are decimals as text. */
export type Breach = {
  readonly law: string;
  readonly thing: string;
  readonly thingId: Id;
  readonly expected: string | null;
  readonly found: string | null;
};

/**
 * The laws of stock (domain.md sections 5, 6 and 11) over one workspace of any live database, within the
 * caller's transaction or connection: every row that breaks one, none when all is well. One statement, so that
 * what it compares is of one moment.
 *
 * The one sign of worth: a movement's value is what it did to the worth on hand (in above zero, out below), and
 * a valuation line's amount is worth that left the books without a movement (lost above zero, found below).
 * Then on each balance
 *     value = Σ movement.value − Σ amount of its own lines (receipt_below_zero, emptied, transfer),
 * and for each captured run and variant
 *     what left stock for it = material captured + Σ amount of the run's lines (captured_price, correction).
 * Together: value in = value on hand + captured + issued and not captured + shipped, scrapped and adjusted out
 * + valuation lines.
 */
export async function checkStockLaws(db: Kysely<DB>, workspaceId: Id): Promise<Breach[]> {
  const laws = [...lawsOfBalances, ...lawsOfMovements, ...lawsOfFacts, ...lawsOfBatches].map(
    (law) => sql`(${law})`,
  );
  const { rows } = await sql<Breach>`
    with w as (select ${workspaceId}::uuid as id),
    moved as (
      select balance_id, sum(quantity) as quantity, sum(value) as value
      from movement where workspace_id = (select id from w) group by balance_id
    ),
    held as (
      select balance_id, sum(quantity) as quantity
      from reservation where workspace_id = (select id from w) and not closed group by balance_id
    ),
    revalued as (
      select balance_id, sum(amount) as amount
      from valuation_line
      where workspace_id = (select id from w) and reason in ('receipt_below_zero', 'emptied', 'transfer')
      group by balance_id
    ),
    batched as (
      select m.balance_id, p.batch_id, sum(p.quantity) as quantity
      from movement_batch p join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
      where p.workspace_id = (select id from w) group by m.balance_id, p.batch_id
    ),
    lying as (
      select b.id as balance_id, (l ->> 'batchId')::uuid as batch_id, (l ->> 'quantity')::numeric as quantity
      from balance b cross join jsonb_array_elements(b.batches) as l where b.workspace_id = (select id from w)
    ),
    told as (
      select f.thing_id as balance_id, f.version, f.sequence, f.data
      from fact f where f.workspace_id = (select id from w) and f.thing = 'balance'
    ),
    told_reserved as (
      select t.sequence, t.balance_id, (r ->> 'normId')::uuid as norm_id, (r ->> 'quantity')::numeric as quantity,
        (r ->> 'closed')::boolean as closed, (r ->> 'wanted')::numeric as wanted, (r ->> 'byHand')::boolean as by_hand
      from told t cross join jsonb_array_elements(t.data -> 'reservations') as r
    ),
    told_batches as (
      select t.balance_id, (p ->> 'batchId')::uuid as batch_id, sum((p ->> 'quantity')::numeric) as quantity
      from told t cross join jsonb_array_elements(t.data -> 'batches') as p
      where t.data ? 'batches'
      group by t.balance_id, (p ->> 'batchId')::uuid
    ),
    folded as (
      select balance_id, count(*) as facts, max(version) as version, sum((data ->> 'quantity')::numeric) as on_hand,
        sum((data ->> 'value')::numeric - (data ->> 'revalued')::numeric) as value,
        (array_agg((data ->> 'average')::numeric order by version desc))[1] as average
      from told group by balance_id
    ),
    folded_reservation as (
      -- By the sequence and not by versions: a material picked anew takes its reservation to another balance, and
      -- what these say is said under its order's lock.
      select norm_id, sum(quantity) as quantity,
        coalesce((array_agg(closed order by sequence desc) filter (where closed is not null))[1], false) as closed,
        (array_agg(wanted order by sequence desc) filter (where wanted is not null))[1] as wanted,
        coalesce((array_agg(by_hand order by sequence desc) filter (where by_hand is not null))[1], false) as by_hand,
        (array_agg(balance_id order by sequence desc))[1] as balance_id
      from told_reserved group by norm_id
    )
    ${sql.join(laws, sql` union all `)}
    order by law, "thingId"`.execute(db);
  return rows;
}

/** A law of one balance `b`: `found` has to be `expected`. */
function ofBalances(
  law: string,
  joined: RawBuilder<unknown>,
  expected: RawBuilder<unknown>,
  found: RawBuilder<unknown>,
) {
  return sql`
    select ${sql.lit(law)} as law, 'balance' as thing, b.id as "thingId", (${expected})::text as expected, (${found})::text as found
    from balance b ${joined}
    where b.workspace_id = (select id from w) and (${expected}) is distinct from (${found})`;
}

const lawsOfBalances = [
  ofBalances(
    "on_hand_is_moved",
    sql`left join moved m on m.balance_id = b.id`,
    sql`coalesce(m.quantity, 0)`,
    sql`b.on_hand`,
  ),
  ofBalances(
    "reserved_is_held",
    sql`left join held h on h.balance_id = b.id`,
    sql`coalesce(h.quantity, 0)`,
    sql`b.reserved`,
  ),
  ofBalances(
    "reserved_is_there",
    sql``,
    sql`least(greatest(b.reserved, 0), greatest(b.on_hand, 0))`,
    sql`b.reserved`,
  ),
  ofBalances(
    "value_is_moved",
    sql`left join moved m on m.balance_id = b.id left join revalued l on l.balance_id = b.id`,
    sql`coalesce(m.value, 0) - coalesce(l.amount, 0)`,
    sql`b.value`,
  ),
  sql`
    select 'closed_holds_nothing' as law, 'reservation' as thing, r.id as "thingId", '0' as expected, r.quantity::text as found
    from reservation r
    where r.workspace_id = (select id from w) and r.closed and r.quantity <> 0`,
];

const lawsOfMovements = [
  sql`
    select 'returned_was_issued' as law, 'movement' as thing, i.id as "thingId", (-i.quantity)::text as expected,
      sum(r.quantity)::text as found
    from movement i join movement r on r.workspace_id = i.workspace_id and r.reverses_id = i.id
    where i.workspace_id = (select id from w)
    group by i.id, i.quantity, i.value
    having sum(r.quantity) > -i.quantity or (sum(r.quantity) = -i.quantity and sum(r.value) <> -i.value)`,
  sql`
    select 'transfer_has_two_legs' as law, 'movement' as thing, m.id as "thingId", (-m.quantity)::text as expected,
      p.quantity::text as found
    from movement m left join movement p on p.workspace_id = m.workspace_id and p.id = m.pair_id
    where m.workspace_id = (select id from w) and m.kind in ('transfer_out', 'transfer_in')
      and (p.pair_id is distinct from m.id or p.quantity <> -m.quantity or p.value <> -m.value)`,
  sql`
    select 'shipped_is_moved' as law, 'deal_line' as thing, l.id as "thingId", coalesce(-sum(m.quantity), 0)::text as expected,
      l.shipped::text as found
    from deal_line l left join movement m on m.workspace_id = l.workspace_id and m.deal_line_id = l.id
    where l.workspace_id = (select id from w)
    group by l.id, l.shipped
    having coalesce(-sum(m.quantity), 0) <> l.shipped`,
  sql`
    select 'bought_is_moved' as law, 'purchase_line' as thing, l.id as "thingId", coalesce(sum(m.quantity), 0)::text as expected,
      l.received::text as found
    from purchase_line l left join movement m on m.workspace_id = l.workspace_id and m.purchase_line_id = l.id
    where l.workspace_id = (select id from w)
    group by l.id, l.received, l.received_value
    having coalesce(sum(m.quantity), 0) <> l.received or coalesce(sum(m.value), 0) <> l.received_value`,
  // What a captured run's material was worth when it left, and what it was captured at, differ by its lines.
  sql`
    select 'captured_is_accounted' as law, 'run' as thing, c.run_id as "thingId", sum(c.left_at)::text as expected,
      sum(c.accounted)::text as found
    from (
      select m.run_id, b.variant_id, -m.value as left_at, 0 as accounted
      from movement m join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
      where m.workspace_id = (select id from w) and m.run_id is not null
      union all
      select k.run_id, k.variant_id, 0, k.amount
      from cost_line k where k.workspace_id = (select id from w) and k.category = 'material'
      union all
      select l.run_id, b.variant_id, 0, l.amount
      from valuation_line l join balance b on b.workspace_id = l.workspace_id and b.id = l.balance_id
      where l.workspace_id = (select id from w) and l.reason in ('captured_price', 'correction') and l.run_id is not null
    ) as c
    join run r on r.workspace_id = (select id from w) and r.id = c.run_id and r.cost_captured
    group by c.run_id, c.variant_id
    having sum(c.left_at) <> sum(c.accounted)`,
];

/** Law 8: folding a balance's facts by version gives the balance and its reservations. */
const lawsOfFacts = [
  ofBalances(
    "facts_are_numbered",
    sql`left join folded f on f.balance_id = b.id`,
    sql`coalesce(f.facts, 0)`,
    sql`b.version`,
  ),
  ofBalances(
    "folds_to_version",
    sql`left join folded f on f.balance_id = b.id`,
    sql`coalesce(f.version, 0)`,
    sql`b.version`,
  ),
  ofBalances(
    "folds_to_on_hand",
    sql`left join folded f on f.balance_id = b.id`,
    sql`coalesce(f.on_hand, 0)`,
    sql`b.on_hand`,
  ),
  ofBalances(
    "folds_to_value",
    sql`left join folded f on f.balance_id = b.id`,
    sql`coalesce(f.value, 0)`,
    sql`b.value`,
  ),
  ofBalances(
    "folds_to_average",
    sql`left join folded f on f.balance_id = b.id`,
    sql`coalesce(f.average, 0)`,
    sql`b.average`,
  ),
  sql`
    select 'folds_to_reservation' as law, 'reservation' as thing, coalesce(r.id, f.norm_id) as "thingId",
      f.quantity::text as expected, r.quantity::text as found
    from folded_reservation f
    full join (select * from reservation where workspace_id = (select id from w)) as r on r.order_norm_id = f.norm_id
    where (f.quantity is distinct from r.quantity or f.closed is distinct from r.closed
        or f.by_hand is distinct from r.by_hand or f.balance_id is distinct from r.balance_id)
      -- made when shortages became rows: it has no facts, and holds nothing
      and not (f.norm_id is null and r.quantity = 0 and not r.closed and not r.by_hand)`,
  // Facts from before shortages were rows name no want; that law is an order's (check-order-laws.ts).
  sql`
    select 'folds_to_want' as law, 'reservation' as thing, r.id as "thingId", f.wanted::text as expected,
      r.wanted::text as found
    from folded_reservation f
    join reservation r on r.workspace_id = (select id from w) and r.order_norm_id = f.norm_id
    where f.wanted is not null and f.wanted <> r.wanted`,
];

/** What lies of a batch on a balance is what `from` says, both ways: a level that nothing explains is found too. */
function ofLevels(law: string, from: RawBuilder<unknown>) {
  return sql`
    select ${sql.lit(law)} as law, 'balance' as thing, coalesce(l.balance_id, f.balance_id) as "thingId",
      coalesce(f.quantity, 0)::text as expected, coalesce(l.quantity, 0)::text as found
    from ${from} f
    full join lying l on l.balance_id = f.balance_id and l.batch_id = f.batch_id
    where coalesce(f.quantity, 0) <> coalesce(l.quantity, 0)`;
}

const lawsOfBatches = [
  ofLevels("batch_lies_as_moved", sql`batched`),
  ofLevels("folds_to_batches", sql`told_batches`),
  sql`
    select 'batch_lies_above_zero' as law, 'balance' as thing, l.balance_id as "thingId", '0' as expected,
      l.quantity::text as found
    from lying l where l.quantity <= 0`,
  sql`
    select 'batches_are_on_hand' as law, 'balance' as thing, b.id as "thingId", greatest(b.on_hand, 0)::text as expected,
      sum(l.quantity)::text as found
    from balance b join lying l on l.balance_id = b.id
    where b.workspace_id = (select id from w)
    group by b.id, b.on_hand
    having sum(l.quantity) > greatest(b.on_hand, 0)`,
  sql`
    select 'batch_is_of_variant' as law, 'batch' as thing, t.id as "thingId", t.variant_id::text as expected,
      b.variant_id::text as found
    from movement_batch p
    join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
    join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
    join batch t on t.workspace_id = p.workspace_id and t.id = p.batch_id
    where p.workspace_id = (select id from w) and t.variant_id <> b.variant_id`,
  sql`
    select 'batches_within_movement' as law, 'movement' as thing, m.id as "thingId", m.quantity::text as expected,
      sum(p.quantity)::text as found
    from movement m join movement_batch p on p.workspace_id = m.workspace_id and p.movement_id = m.id
    where m.workspace_id = (select id from w)
    group by m.id, m.quantity
    having sum(abs(p.quantity)) > abs(m.quantity) or bool_or(sign(p.quantity) <> sign(m.quantity))`,
  sql`
    select 'batches_come_back_as_taken' as law, 'movement' as thing, i.id as "thingId", (-p.quantity)::text as expected,
      back.quantity::text as found
    from movement_batch p
    join movement i on i.workspace_id = p.workspace_id and i.id = p.movement_id and i.quantity < 0
    join lateral (
      select sum(q.quantity) as quantity
      from movement r join movement_batch q on q.workspace_id = r.workspace_id and q.movement_id = r.id
      where r.workspace_id = i.workspace_id and r.reverses_id = i.id and q.batch_id = p.batch_id
    ) as back on back.quantity > -p.quantity
    where p.workspace_id = (select id from w)`,
];
