import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { FirstStepName } from "../contract/first-run-routes.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";
import { findNeighbours } from "./find-neighbours.ts";

type Route = typeof accessRoutes.showFirstSteps;
type Step = Output<Route>["steps"][number];

type Place = { id: string; title: string } | null;
type Found = {
  readonly alone: boolean;
  readonly set_up: boolean;
  readonly template: boolean;
  readonly stock: boolean;
  readonly ordered: boolean;
  readonly started: boolean;
  readonly finished: boolean;
  readonly cost_seen: boolean;
  readonly people: boolean;
  readonly deal: Place;
  readonly to_work: Place;
  readonly to_look_at: Place;
};

/**
 * The first steps and how far they are, told from what was really done since the questions were answered: what an
 * example brought along counts for nothing.
 */
export async function showFirstSteps(
  tx: Tx,
  _input: Input<Route>,
  { actor }: Viewer,
): Promise<Result<Output<Route>>> {
  if (actor.kind !== "member") return no("not_allowed", { action: "workspace.read" });
  const { isExample, example } = await findNeighbours(tx, actor.memberId);
  const found = await readSteps(tx);
  const step = (name: FirstStepName, done: boolean, deal: Place = null, order: Place = null): Step => ({
    name,
    done,
    dealId: deal?.id ?? null,
    orderId: order?.id ?? null,
    title: deal?.title ?? order?.title ?? null,
  });
  const work = [
    step("deal", found.ordered, found.deal),
    step("start", found.started, null, found.to_work),
    step("finish", found.finished, null, found.to_work),
    step("cost", found.cost_seen, null, found.to_look_at),
  ];
  const steps = isExample
    ? [...work, step("own", false)]
    : [
        ...(found.set_up ? [] : [step("questions", false)]),
        step("template", found.template),
        step("stock", found.stock),
        ...work,
        ...(found.alone ? [] : [step("people", found.people)]),
      ];
  return ok({ steps, exampleSlug: example?.slug ?? null });
}

async function readSteps(tx: Tx): Promise<Found> {
  const { rows } = await sql<Found>`
    with w as (
      select workspace_id, coalesce(set_up_at, created_at) as since, set_up_at, cost_seen_at, people
      from workspace where workspace_id = ${tx.workspaceId}
    ), o as (
      select o.id, o.number, o.status, o.created_at, o.started_at, o.finished_at
      from production_order o where o.workspace_id = ${tx.workspaceId}
    )
    select coalesce(w.people = 'one', false) as alone,
      w.set_up_at is not null as set_up,
      w.cost_seen_at is not null as cost_seen,
      exists (select from template t where t.workspace_id = w.workspace_id and not t.archived) as template,
      exists (select from balance b where b.workspace_id = w.workspace_id and b.on_hand > 0) as stock,
      exists (select from o where o.created_at >= w.since) as ordered,
      exists (select from run r where r.workspace_id = w.workspace_id and r.started_at >= w.since) as started,
      exists (select from o where o.status = 'done' and o.finished_at >= w.since) as finished,
      exists (select from invitation i where i.workspace_id = w.workspace_id)
        or (select count(*) from member m where m.workspace_id = w.workspace_id and m.active) > 1 as people,
      -- the one that is nearest to being accepted
      (select jsonb_build_object('id', d.id, 'title', d.title) from deal d
        join deal_status s on s.workspace_id = d.workspace_id and s.id = d.status_id
        where d.workspace_id = w.workspace_id and s.kind = 'open'
          and not exists (select from production_order x where x.workspace_id = d.workspace_id and x.deal_id = d.id)
        order by s.position desc, d.id limit 1) as deal,
      -- the one that has the least to do still: whoever begins there is through soon, and works at one thing at a time
      (select jsonb_build_object('id', o.id, 'title', o.number::text) from o
        where o.status in ('pending', 'in_progress', 'partially_done')
        order by (
          select count(*) from order_stage s where s.workspace_id = w.workspace_id and s.order_id = o.id and s.active
            and not exists (select from run r where r.workspace_id = s.workspace_id and r.order_stage_id = s.id
              and r.state = 'done')
        ), o.id limit 1) as to_work,
      (select jsonb_build_object('id', o.id, 'title', o.number::text) from o
        where o.status = 'done' order by o.finished_at desc, o.id desc limit 1) as to_look_at
    from w`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error("A transaction is in a workspace");
  return row;
}
