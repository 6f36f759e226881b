import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { startOfDay } from "#kernel/calendar.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { planOnce } from "./open-orders.ts";
import { findMyRuns, keyOfCard, type MyList, type MyRun } from "./my-runs.ts";
import { readRunCards, type Together } from "./run-card.ts";

type Route = typeof productionRoutes.showMyStages;

/** As many as one tap may take. */
const mostTogether = 200;

/** A person's own page: what they work on, what they may take up, what they finished in the workspace's day. */
export async function showMyStages(
  tx: Tx,
  asked: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { actor } = viewer;
  planOnce(tx);
  const mine =
    actor.kind === "member"
      ? await findMyRuns(tx, actor, viewer.now, startOfDay(viewer.now, viewer.timeZone), asked)
      : { runs: [], shown: [], more: false, counts: { inProgress: 0, waiting: 0, doneToday: 0 } };
  const cards = await readRunCards(
    tx,
    mine.shown.map((run) => run.id),
    viewer,
    await readTogether(tx, mine.runs, mine.shown),
  );
  const ofList = (list: MyList) =>
    mine.shown.flatMap((run) => {
      const card = run.list === list ? cards.get(run.id) : undefined;
      return card === undefined ? [] : [card];
    });
  return ok({
    now: viewer.now.toISOString(),
    counts: mine.counts,
    inProgress: ofList("inProgress"),
    waiting: ofList("waiting"),
    more: mine.more,
    doneToday: ofList("doneToday"),
  });
}

/**
 * Units of one order that stand alike at one stage. The first card of them names them all, those among them that
 * have no card of their own; the others name each other: a thousand units are not said a hundred times.
 */
async function readTogether(
  tx: Tx,
  runs: readonly MyRun[],
  shown: readonly MyRun[],
): Promise<(runId: Id) => Together[]> {
  const alike = (all: readonly MyRun[]) =>
    Map.groupBy(
      all.filter((run) => run.stands !== "other"),
      keyOfCard,
    );
  const groups = alike(runs);
  const withCards = alike(shown);
  const others = new Map<Id, readonly MyRun[]>();
  for (const [key, cards] of withCards) {
    for (const [place, card] of cards.entries()) {
      const all = place === 0 ? (groups.get(key) ?? cards) : cards;
      if (all.length > 1) {
        others.set(card.id, all.filter((run) => run.id !== card.id).slice(0, mostTogether - 1));
      }
    }
  }
  const lots = await readLots(tx, [...others.values()].flat());
  return (runId) =>
    (others.get(runId) ?? []).flatMap((run) => {
      const lot = lots.get(run.lotId);
      return lot === undefined ? [] : [{ runId: run.id, ...lot }];
    });
}

async function readLots(tx: Tx, runs: readonly MyRun[]): Promise<ReadonlyMap<Id, Omit<Together, "runId">>> {
  if (runs.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; number: string; attributes: OrderAttributes }>`
    select l.id, l.number, o.attributes || l.attributes as attributes
    from lot l
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = l.order_id
    where l.workspace_id = ${tx.workspaceId} and l.id = any(${[...new Set(runs.map((run) => run.lotId))]}::uuid[])`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.id, { lotNumber: row.number, lotAttributes: row.attributes }]));
}
