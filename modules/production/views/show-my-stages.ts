import { ok, type Result } from "#kernel/result.ts";
import { startOfDay } from "#kernel/calendar.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { findMyRuns, type MyList } from "./my-runs.ts";
import { readRunCards } from "./run-card.ts";

type Route = typeof productionRoutes.showMyStages;

/** A person's own page: what they work on, what they may take up, what they finished in the workspace's day. */
export async function showMyStages(
  tx: Tx,
  _input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { actor } = viewer;
  const mine =
    actor.kind === "member"
      ? await findMyRuns(tx, actor, viewer.now, startOfDay(viewer.now, viewer.timeZone))
      : { runs: [], counts: { inProgress: 0, waiting: 0, doneToday: 0 } };
  const cards = await readRunCards(
    tx,
    mine.runs.map((run) => run.id),
    viewer,
  );
  const ofList = (list: MyList) =>
    mine.runs.flatMap((run) => {
      const card = run.list === list ? cards.get(run.id) : undefined;
      return card === undefined ? [] : [card];
    });
  return ok({
    now: viewer.now.toISOString(),
    counts: mine.counts,
    inProgress: ofList("inProgress"),
    waiting: ofList("waiting"),
    doneToday: ofList("doneToday"),
  });
}
