import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DB } from "#db/types.ts";
import type { Id } from "#kernel/id.ts";
import { lawsOfBoard } from "./board-count-laws.ts";
import { foldOrders } from "./fold-orders.ts";

/** A row that breaks a law: `thing` is what it is a row of, `expected` and `found` are texts. */
export type Breach = {
  readonly law: string;
  readonly thing: string;
  readonly thingId: Id;
  readonly expected: string | null;
  readonly found: string | null;
};

/**
 * The laws of units, cost, work and facts (domain.md section 11) over one workspace of any live database,
 * within the caller's transaction or connection: every row that breaks one, none when all is well. Where
 * others write meanwhile, the caller's transaction has to be a snapshot (repeatable read).
 */
export async function checkOrderLaws(db: Kysely<DB>, workspaceId: Id): Promise<Breach[]> {
  const laws = [
    ...lawsOfUnits,
    ...lawsOfCost,
    ...lawsOfFlow,
    ...lawsOfWants,
    ...lawsOfFamily,
    ...lawsOfBatches,
    ...lawsOfWork,
    ...lawsOfFacts,
    ...lawsOfBoard,
  ];
  const { rows } = await sql<Breach>`
    with recursive w as (select ${workspaceId}::uuid as id),
    o as not materialized (select * from production_order where workspace_id = (select id from w)),
    l as not materialized (select * from lot where workspace_id = (select id from w)),
    r as not materialized (select * from run where workspace_id = (select id from w)),
    s as not materialized (select * from order_stage where workspace_id = (select id from w)),
    n as not materialized (select * from order_norm where workspace_id = (select id from w)),
    i as not materialized (select * from work_interval where workspace_id = (select id from w) and not voided),
    m as not materialized (select * from movement where workspace_id = (select id from w)),
    v as not materialized (select * from reservation where workspace_id = (select id from w)),
    b as not materialized (select * from balance where workspace_id = (select id from w)),
    line as not materialized (select * from cost_line where workspace_id = (select id from w)),
    share as not materialized (select * from cost_share where workspace_id = (select id from w)),
    given as not materialized (select * from aggregation_share where workspace_id = (select id from w)),
    told as not materialized (
      select f.thing_id as order_id, f.version, f.kind, f.data
      from fact f where f.workspace_id = (select id from w) and f.thing = 'order'
    ),
    -- a stage that is switched off hands its waits on to its followers
    handed(order_id, key, before) as (
      select s.order_id, s.key, unnest(s.waits_for) from s where s.active
      union
      select handed.order_id, handed.key, unnest(off.waits_for)
      from handed join s off on off.order_id = handed.order_id and off.key = handed.before and not off.active
    ),
    waits as (
      select handed.* from handed
      join s before on before.order_id = handed.order_id and before.key = handed.before and before.active
    ),
    -- whom an order was made for, and whom that one was
    up(id, above) as (
      select o.id, o.parent_id from o where o.parent_id is not null
      union
      select up.id, o.parent_id from up join o on o.id = up.above where o.parent_id is not null
    )
    ${sql.join(
      laws.map((law) => sql`(${law})`),
      sql` union all `,
    )}
    order by law, "thingId"`.execute(db);
  return [...rows, ...(await foldOrders(db, workspaceId))];
}

const open = sql`('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')`;
const inWork = sql`('in_work', 'held', 'escalated')`;

/** Of a member, what its batch gave it: no lot of its own went through a stage, and no line of cost is its own. */
const cameBack = (given: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when o.gathers then 0 else ${given} end`;
const givenTo = (part: "received_cost" | "late_difference"): RawBuilder<unknown> => sql`coalesce((
  select sum(a.${sql.ref(part)}) from given a where a.order_id = o.id and a.batch_order_id = o.batch_order_id), 0)`;

/** Law 1: by lots, never by runs. */
const lawsOfUnits = [
  sql`
    select 'units_add_up' as law, 'order' as thing, o.id as "thingId", (o.ordered + o.over)::text as expected,
      (o.received + o.in_work + o.written_off + o.withdrawn)::text as found
    from o where o.ordered + o.over <> o.received + o.in_work + o.written_off + o.withdrawn`,
  sql`
    select 'units_are_in_lots', 'order', o.id, counted.words, stored.words
    from o
    left join lateral (
      select concat_ws(' ', coalesce(sum(l.units) filter (where l.state in ${inWork}), 0),
        coalesce(sum(l.units) filter (where l.state = 'finished'), 0),
        coalesce(sum(l.units) filter (where l.state = 'written_off'), 0),
        coalesce(sum(l.units) filter (where l.state = 'withdrawn'), 0)) as words
      from l where l.order_id = o.id
    ) counted on true
    cross join lateral (select concat_ws(' ', o.in_work, o.received, o.written_off, o.withdrawn) as words) stored
    where counted.words <> stored.words`,
  sql`
    select 'received_is_output', 'order', o.id, o.received::text, (coalesce(sum(m.quantity), 0) + ${cameBack(sql`o.given_units`)})::text
    from o left join m on m.order_id = o.id and m.kind = 'output'
    group by o.id, o.received, o.gathers, o.given_units
    having o.received <> coalesce(sum(m.quantity), 0) + ${cameBack(sql`o.given_units`)}`,
  sql`
    select 'status_follows', 'order', o.id, follows.status, o.status
    from o cross join lateral (select case
      when o.cancel_reason is not null then 'cancelled'
      when o.in_work = 0 then 'done'
      when o.batch_order_id is not null then 'aggregated'
      when o.received > 0 then 'partially_done'
      when exists (select from l where l.order_id = o.id and l.begun <> '{}') then 'in_progress'
      else 'pending' end as status) follows
    where follows.status <> o.status`,
];

/** Law 3: to 4 places. */
const lawsOfCost = [
  sql`
    select 'cost_is_its_lines', 'order', o.id, (coalesce(sum(line.amount), 0) + ${cameBack(sql`o.given_cost`)})::text, o.cost::text
    from o left join line on line.order_id = o.id
    group by o.id, o.cost, o.gathers, o.given_cost
    having coalesce(sum(line.amount), 0) + ${cameBack(sql`o.given_cost`)} <> o.cost`,
  sql`
    select 'cost_is_its_shares', 'order', o.id, o.cost::text, (coalesce(sum(share.amount), 0) + ${cameBack(sql`o.given_cost`)})::text
    from o left join share on share.order_id = o.id
    group by o.id, o.cost, o.gathers, o.given_cost
    having coalesce(sum(share.amount), 0) + ${cameBack(sql`o.given_cost`)} <> o.cost`,
  sql`
    select 'cost_is_somewhere', 'order', o.id, o.cost::text,
      (o.received_cost + o.separate_loss + o.late_difference + o.carried)::text
    from o where o.cost <> o.received_cost + o.separate_loss + o.late_difference + o.carried`,
  sql`
    select 'carried_by_lots_in_work', 'order', o.id, coalesce(sum(l.first_pass + l.rework + l.absorbed), 0)::text, o.carried::text
    from o left join l on l.order_id = o.id and l.state in ${inWork}
    group by o.id, o.carried having coalesce(sum(l.first_pass + l.rework + l.absorbed), 0) <> o.carried`,
  sql`
    select 'lot_carries_its_shares', 'lot', l.id,
      concat_ws(' ', trim_scale(coalesce(sum(share.amount) filter (where share.part = 'first_pass'), 0)),
        trim_scale(coalesce(sum(share.amount) filter (where share.part = 'rework'), 0)),
        trim_scale(coalesce(sum(share.amount) filter (where share.part = 'absorbed'), 0))),
      concat_ws(' ', trim_scale(l.first_pass), trim_scale(l.rework), trim_scale(l.absorbed))
    from l left join share on share.lot_id = l.id
    group by l.id, l.first_pass, l.rework, l.absorbed
    having coalesce(sum(share.amount) filter (where share.part = 'first_pass'), 0) <> l.first_pass
      or coalesce(sum(share.amount) filter (where share.part = 'rework'), 0) <> l.rework
      or coalesce(sum(share.amount) filter (where share.part = 'absorbed'), 0) <> l.absorbed`,
  sql`
    select 'what_is_passed_on_is_taken', 'order', o.id, '0', sum(l.absorbed)::text
    from o join l on l.order_id = o.id group by o.id having sum(l.absorbed) <> 0`,
  sql`
    select 'received_at_what_stock_took_in', 'order', o.id, o.received_cost::text, (coalesce(sum(m.value), 0) + ${givenTo("received_cost")})::text
    from o left join m on m.order_id = o.id and m.kind = 'output'
    group by o.id, o.received_cost, o.batch_order_id
    having o.received_cost <> coalesce(sum(m.value), 0) + ${givenTo("received_cost")}`,
  sql`
    select 'late_differences_are_listed', 'order', o.id, (coalesce(sum(d.amount), 0) + ${givenTo("late_difference")})::text, o.late_difference::text
    from o left join late_difference d on d.workspace_id = o.workspace_id and d.order_id = o.id
    group by o.id, o.late_difference, o.batch_order_id
    having coalesce(sum(d.amount), 0) + ${givenTo("late_difference")} <> o.late_difference`,
  sql`
    select 'plan_is_its_lines', 'order', o.id, planned.words, stored.words
    from o
    left join lateral (
      select concat_ws(' ', trim_scale(coalesce(sum(p.amount), 0)),
        trim_scale(coalesce(sum(p.amount) filter (where p.category = 'material'), 0)),
        trim_scale(coalesce(sum(p.amount) filter (where p.category = 'labour'), 0)),
        trim_scale(coalesce(sum(p.amount) filter (where p.category = 'subcontracting'), 0))) as words
      from planned_cost_line p where p.workspace_id = o.workspace_id and p.order_id = o.id
    ) planned on true
    cross join lateral (select concat_ws(' ', trim_scale(o.planned_cost), trim_scale(o.planned_material),
      trim_scale(o.planned_labour), trim_scale(o.planned_subcontracting)) as words) stored
    where planned.words <> stored.words`,
  sql`
    select 'captured_once_it_ended', 'run', r.id, 'false', r.cost_captured::text
    from r where r.cost_captured and r.state not in ('done', 'ended')`,
  sql`
    select 'captured_once_it_ended', 'run', r.id, 'true', r.cost_captured::text
    from r where r.state = 'done' and not r.cost_captured`,
];

/** Law 4, and what follows from it: a lot remembers what was done for the units that it holds. */
const lawsOfFlow = [
  sql`
    select 'stage_was_reached', 'run', r.id, waits.before, null
    from r join s on s.id = r.order_stage_id join l on l.id = r.lot_id
    join waits on waits.order_id = r.order_id and waits.key = s.key
    join s before on before.order_id = r.order_id and before.key = waits.before
    where r.state in ${open} and l.done ->> before.id::text is null`,
  sql`
    select 'open_run_is_of_a_stage_to_do', 'run', r.id, s.key, r.state
    from r join s on s.id = r.order_stage_id join l on l.id = r.lot_id
    where r.state in ${open} and (not s.active or l.done ->> s.id::text is not null or l.units = 0)`,
  sql`
    select 'finished_lot_is_through', 'lot', l.id, s.key, null
    from l join s on s.order_id = l.order_id
    where l.state = 'finished' and s.active and l.done ->> s.id::text is null`,
  sql`
    select 'lot_in_work_has_somewhere_to_go', 'lot', l.id, null, l.state
    from l
    where l.state in ${inWork} and l.receivable_at is null
      -- what is gathered is made in its batch
      and not exists (select from o where o.id = l.order_id and o.status = 'aggregated')
      -- a part that has done all it can alone waits for its batch
      and l.merges_into_run_id is null
      and not exists (select from r where r.lot_id = l.id and r.state in ${open})`,
  sql`
    select 'held_lot_waits_for_a_part', 'lot', l.id, null, l.state
    from l
    where (l.state = 'held') <> exists (select from r where r.lot_id = l.id and r.state = 'held')`,
  sql`
    select 'held_run_is_awaited', 'run', r.id, null, r.state
    from r
    where r.state = 'held' and not exists (
      select from l where l.merges_into_run_id = r.id and l.state in ${inWork})`,
  sql`
    select 'escalated_lot_waits_for_a_person', 'lot', l.id, null, l.state
    from l
    where (l.state = 'escalated') <> exists (select from r where r.lot_id = l.id and r.state = 'escalated')`,
  sql`
    select 'merged_lot_is_empty', 'lot', l.id, '0', l.units::text
    from l where l.state = 'merged' and (l.units <> 0 or l.first_pass <> 0 or l.rework <> 0 or l.absorbed <> 0)`,
  sql`
    select 'closed_order_has_no_open_run', 'run', r.id, null, r.state
    from r join o on o.id = r.order_id
    where o.status in ('done', 'cancelled') and r.state in ${open}`,
  sql`
    select 'consumed_is_moved', 'norm', n.id, coalesce(-sum(m.quantity), 0)::text, n.consumed::text
    from n left join m on m.order_norm_id = n.id
    group by n.id, n.consumed having coalesce(-sum(m.quantity), 0) <> n.consumed`,
];

/** An order that was made for another one makes what that one's norm asks for, and puts it where it takes it from. */
const lawsOfFamily = [
  sql`
    select 'made_for_a_norm_of_its_parent', 'order', o.id, concat_ws(' ', o.parent_id, n.warehouse_id),
      concat_ws(' ', n.order_id, o.warehouse_id)
    from o join n on n.id = o.parent_norm_id
    where n.order_id <> o.parent_id or n.warehouse_id <> o.warehouse_id`,
  sql`
    select 'nobody_is_made_for_itself', 'order', up.id, null, up.above::text
    from up where up.id = up.above`,
];

/** Small orders gathered into one: what its members have is what the batch gave, to the last unit and to 4 places. */
const lawsOfBatches = [
  sql`
    select 'batch_gives_all_that_it_has', 'order', o.id,
      concat_ws(' ', o.received, trim_scale(o.received_cost), trim_scale(o.separate_loss), trim_scale(o.late_difference)),
      concat_ws(' ', coalesce(sum(a.units), 0), trim_scale(coalesce(sum(a.received_cost), 0)),
        trim_scale(coalesce(sum(a.separate_loss), 0)), trim_scale(coalesce(sum(a.late_difference), 0)))
    from o left join given a on a.batch_order_id = o.id
    where o.gathers and (o.status = 'done' or exists (select from given g where g.batch_order_id = o.id))
    group by o.id, o.received, o.received_cost, o.separate_loss, o.late_difference
    having o.received <> coalesce(sum(a.units), 0) or o.received_cost <> coalesce(sum(a.received_cost), 0)
      or o.separate_loss <> coalesce(sum(a.separate_loss), 0)
      or o.late_difference <> coalesce(sum(a.late_difference), 0)`,
  sql`
    select 'batch_gives_to_its_members', 'order', o.id, concat_ws(' ', o.given_units, trim_scale(o.given_cost)),
      concat_ws(' ', coalesce(sum(member.given_units), 0), trim_scale(coalesce(sum(member.given_cost), 0)))
    from o left join o member on member.batch_order_id = o.id
    where o.gathers
    group by o.id, o.given_units, o.given_cost
    having o.given_units <> coalesce(sum(member.given_units), 0) or o.given_cost <> coalesce(sum(member.given_cost), 0)`,
  sql`
    select 'member_has_what_it_was_given', 'order', o.id, concat_ws(' ', o.given_units, trim_scale(o.given_cost)),
      concat_ws(' ', coalesce(sum(a.units), 0),
        trim_scale(coalesce(sum(a.received_cost + a.separate_loss + a.late_difference), 0)))
    from o left join given a on a.order_id = o.id and a.batch_order_id = o.batch_order_id
    where not o.gathers
    group by o.id, o.given_units, o.given_cost
    having o.given_units <> coalesce(sum(a.units), 0)
      or o.given_cost <> coalesce(sum(a.received_cost + a.separate_loss + a.late_difference), 0)`,
  sql`
    select 'gathered_in_a_batch_that_is_open', 'order', o.id, 'open', batch.status
    from o left join o batch on batch.id = o.batch_order_id
    where o.status = 'aggregated' and (batch.gathers is not true or batch.status in ('done', 'cancelled', 'aggregated'))`,
  sql`
    select 'gathered_is_made_nowhere_else', 'run', r.id, null, r.state
    from r join o on o.id = r.order_id and o.status = 'aggregated' where r.state in ${open}`,
  sql`
    select 'gathered_holds_nothing', 'reservation', v.id, '0', v.quantity::text
    from v join o on o.id = v.order_id and o.status = 'aggregated' where not v.closed or v.quantity <> 0`,
  sql`
    select 'batch_shares_have_a_fact', 'aggregation_share', coalesce(a.id, fold.id), fold.words, stored.words
    from (
      select (each ->> 'id')::uuid as id, concat_ws(' ', told.order_id, each ->> 'orderId', each ->> 'units', each ->> 'weight',
        trim_scale((each ->> 'receivedCost')::numeric), trim_scale((each ->> 'separateLoss')::numeric),
        trim_scale((each ->> 'lateDifference')::numeric)) as words
      from told cross join jsonb_array_elements(told.data -> 'shares') as each where told.kind = 'units_given'
    ) fold
    full join given a on a.id = fold.id
    cross join lateral (select case when a.id is not null then concat_ws(' ', a.batch_order_id, a.order_id, a.units, a.weight,
      trim_scale(a.received_cost), trim_scale(a.separate_loss), trim_scale(a.late_difference)) end as words) stored
    where fold.words is distinct from stored.words`,
];

/** What an order wants of stock stands on reservations: what it is short of is a row. */
const lawsOfWants = [
  sql`
    select 'wanted_is_not_consumed_yet', 'reservation', v.id, (n.required + coalesce(sum(m.quantity), 0))::text, v.wanted::text
    from v join n on n.id = v.order_norm_id
    -- one that waits on the shelf of an earlier pick is nobody's
    join b on b.id = v.balance_id and b.variant_id = n.variant_id and b.warehouse_id = n.warehouse_id
    -- what rework takes is beside the need
    left join (m left join r on r.id = m.run_id)
      on m.order_norm_id = n.id and m.balance_id = b.id and coalesce(r.cycle, 0) = 0
    group by v.id, n.required, v.wanted having n.required + coalesce(sum(m.quantity), 0) <> v.wanted`,
  sql`
    select 'reserved_where_it_was_picked', 'reservation', v.id, concat_ws(' ', n.variant_id, n.warehouse_id),
      concat_ws(' ', b.variant_id, b.warehouse_id)
    from v join n on n.id = v.order_norm_id join b on b.id = v.balance_id
    where not v.closed and (b.variant_id is distinct from n.variant_id or b.warehouse_id <> n.warehouse_id)`,
  sql`
    select 'what_is_needed_is_wanted', 'norm', n.id, n.required::text, null
    from n join o on o.id = n.order_id and o.status not in ('done', 'cancelled')
    join s on s.id = n.order_stage_id and s.active
    where n.variant_id is not null
      and not exists (select from v where v.order_norm_id = n.id)
      and exists (
        select from l where l.order_id = n.order_id and l.state in ${inWork} and l.units > 0
          and l.done ->> s.id::text is null)`,
  sql`
    select 'closed_order_wants_nothing', 'reservation', v.id, '0', greatest(v.wanted, v.quantity)::text
    from v join o on o.id = v.order_id
    where o.status in ('done', 'cancelled') and not v.closed and (v.quantity > 0 or v.wanted > 0)`,
];

/** Law 5: nobody works twice at a time, and no second is paid twice. */
const lawsOfWork = [
  sql`
    select 'one_open_work_interval', 'member', i.member_id, '1', count(*)::text
    from i where i.kind = 'work' and i.ended_at is null and i.leads group by i.member_id having count(*) > 1`,
  sql`
    select 'one_stretch_is_one_person_s', 'work_interval', (array_agg(i.id order by i.id))[1], '1', count(*) filter (where i.leads)::text
    from i where i.together_id is not null and i.ended_at is null
    group by i.together_id having count(*) filter (where i.leads) <> 1 or count(distinct i.member_id) <> 1`,
  sql`
    select 'work_does_not_overlap', 'work_interval', each.id, each.earlier_until::text, each.started_at::text
    from (
      select i.id, i.started_at, max(coalesce(i.ended_at, 'infinity')) over (
        partition by i.member_id order by i.started_at, i.id rows between unbounded preceding and 1 preceding) as earlier_until
      from i where i.kind = 'work' and i.leads and i.ended_at is distinct from i.started_at
    ) each
    where each.earlier_until > each.started_at`,
  // A paid pause pays from its beginning on; a stretch on several runs is paid on all of them together.
  sql`
    select 'no_second_is_paid_twice', 'work_interval', each.id, each.earlier_until::text, each.paid_from::text
    from (
      select paid.id, paid.paid_from, max(paid.paid_until) over (
        partition by paid.member_id order by paid.paid_from, paid.paid_until, paid.id
        rows between unbounded preceding and 1 preceding) as earlier_until
      from (
        select (array_agg(i.id order by i.id))[1] as id, i.member_id, min(i.started_at) as paid_from,
          min(i.started_at) + make_interval(secs => sum(i.seconds)) as paid_until
        from i where i.seconds is not null
        group by coalesce(i.together_id, i.id), i.member_id, i.kind, i.started_at, i.ended_at
        having sum(i.seconds) > 0
      ) paid
    ) each
    where each.earlier_until > each.paid_from`,
  sql`
    select 'paid_no_longer_than_it_lasted', 'work_interval', i.id,
      extract(epoch from i.ended_at - i.started_at)::text, i.seconds::text
    from i where i.seconds > extract(epoch from i.ended_at - i.started_at) or i.seconds < 0
      or (i.ended_at is null) <> (i.seconds is null)`,
  sql`
    select 'work_runs_where_somebody_works', 'run', r.id, of_ours.working::text, (count(i.id) > 0)::text
    from r left join i on i.run_id = r.id and i.kind = 'work' and i.ended_at is null
    cross join lateral (select r.state = 'in_progress' and r.performer_subcontractor_id is null as working) of_ours
    group by r.id, of_ours.working having of_ours.working <> (count(i.id) > 0)`,
  sql`
    select 'labour_is_the_time_paid', 'run', paid.run_id, sum(paid.worked)::text, sum(paid.captured)::text
    from (
      select i.run_id, i.member_id, i.seconds as worked, 0 as captured from i
      union all
      select line.run_id, line.member_id, 0, line.quantity from line where line.category = 'labour'
    ) paid
    join r on r.id = paid.run_id and r.cost_captured
    group by paid.run_id, paid.member_id having sum(paid.worked) <> sum(paid.captured)`,
];

/** Law 8, as far as it is numbers and cost; the fold itself is fold-orders.ts. */
const lawsOfFacts = [
  sql`
    select 'facts_are_numbered', 'order', o.id, o.version::text, concat_ws(' ', count(told.version), max(told.version))
    from o left join told on told.order_id = o.id
    group by o.id, o.version
    having count(told.version) <> o.version or max(told.version) is distinct from o.version`,
  sql`
    select 'cost_lines_have_a_fact', 'cost_line', coalesce(line.id, fold.id), fold.words, stored.words
    from (
      select (each ->> 'id')::uuid as id, concat_ws(' ', each ->> 'category', trim_scale((each ->> 'quantity')::numeric),
        trim_scale((each ->> 'rate')::numeric), trim_scale((each ->> 'amount')::numeric)) as words
      from told cross join jsonb_array_elements(told.data -> 'lines') as each
      where told.kind in ('run_cost_captured', 'run_cost_corrected')
      union all
      select (each ->> 'id')::uuid, concat_ws(' ', each ->> 'category', trim_scale((each ->> 'quantity')::numeric),
        trim_scale((each ->> 'rate')::numeric), trim_scale((each ->> 'amount')::numeric))
      from told cross join jsonb_array_elements(told.data -> 'reversed') as run
        cross join jsonb_array_elements(run -> 'lines') as each
      where told.kind = 'work_undone'
    ) fold
    full join line on line.id = fold.id
    cross join lateral (select case when line.id is not null then concat_ws(' ', line.category, trim_scale(line.quantity),
      trim_scale(line.rate), trim_scale(line.amount)) end as words) stored
    where fold.words is distinct from stored.words`,
  sql`
    select 'line_is_reversed_once', 'cost_line', line.id, concat_ws(' ', trim_scale(-line.quantity), trim_scale(line.rate), trim_scale(-line.amount)),
      string_agg(concat_ws(' ', trim_scale(back.quantity), trim_scale(back.rate), trim_scale(back.amount)), '; ' order by back.id)
    from line join line back on back.reverses_id = line.id
    group by line.id, line.quantity, line.rate, line.amount
    having count(*) > 1 or sum(back.quantity) <> -line.quantity or sum(back.amount) <> -line.amount or min(back.rate) <> line.rate`,
  sql`
    select 'corrections_have_a_fact', 'correction', coalesce(c.id, fold.id), fold.state, c.state
    from (
      select (told.data ->> 'correctionId')::uuid as id, (array_agg(case told.kind
        when 'correction_proposed' then 'proposed' when 'correction_withdrawn' then 'withdrawn'
        else told.data ->> 'decision' end order by told.version desc))[1] as state
      from told where told.kind in ('correction_proposed', 'correction_decided', 'correction_withdrawn') group by 1
    ) fold
    full join (select * from correction where workspace_id = (select id from w)) c on c.id = fold.id
    where fold.state is distinct from c.state`,
  sql`
    select 'cost_shares_have_a_fact', 'cost_share', coalesce(share.id, fold.id), fold.words, stored.words
    from (
      select (each ->> 'id')::uuid as id,
        concat_ws(' ', each ->> 'lotId', each ->> 'part', trim_scale((each ->> 'amount')::numeric)) as words
      from told cross join jsonb_array_elements(told.data -> 'shares') as each
      where told.kind in ('run_cost_captured', 'lot_split', 'lots_merged', 'lot_written_off',
        'quantity_changed', 'work_undone', 'run_cost_corrected')
    ) fold
    full join share on share.id = fold.id
    cross join lateral (select case when share.id is not null
      then concat_ws(' ', share.lot_id, share.part, trim_scale(share.amount)) end as words) stored
    where fold.words is distinct from stored.words`,
];
