import type { RunState } from "#modules/production/contract/order-card.ts";
import { useTexts } from "../texts.ts";
import type { Order, OrderStage, StageRun } from "../order-types.ts";
import { RunGroup } from "./run-group.tsx";
import { RunRow } from "./run-row.tsx";
import style from "./stages.module.css";

/** What needs a person first, what is over last. */
const statesInOrder: readonly RunState[] = [
  "escalated",
  "blocked",
  "in_progress",
  "paused",
  "held",
  "ready",
  "waiting",
  "done",
  "ended",
];
/** More lots than this at a stage are gathered by their state: a thousand rows tell nothing. */
const mostRows = 6;
/** The server sends no more of a stage: those that are open, then the newest. */
const mostFromServer = 200;
/** Groups that need a person stand open while one can take them in at a glance. */
const openStates: ReadonlySet<RunState> = new Set(["escalated", "blocked", "in_progress", "paused", "held"]);

type Props = { readonly order: Order; readonly stage: OrderStage; readonly now: number };

/** The lots at a stage: each with what can be done, or gathered by state where there are many. */
export function StageRuns({ order, stage, now }: Props) {
  const { t } = useTexts();
  const place = (run: StageRun): number => statesInOrder.indexOf(run.state);
  if (stage.runs.length <= mostRows) {
    return (
      <ul className={style.runs}>
        {stage.runs
          .toSorted((a, b) => place(a) - place(b))
          .map((run) => (
            <li key={run.id}>
              <RunRow order={order} stage={stage} run={run} now={now} />
            </li>
          ))}
      </ul>
    );
  }
  const groups = statesInOrder
    .map((state) => ({ state, runs: stage.runs.filter((run) => run.state === state) }))
    .filter((group) => group.runs.length > 0);
  return (
    <div className={style.groups}>
      {stage.runs.length >= mostFromServer && order.lotsTotal > stage.runs.length && (
        <p className={style.later}>
          {t("run.onlyShown", { count: stage.runs.length, total: order.lotsTotal })}
        </p>
      )}
      {groups.map((group) => (
        <RunGroup
          key={group.state}
          order={order}
          stage={stage}
          state={group.state}
          runs={group.runs}
          now={now}
          openAtFirst={openStates.has(group.state) && group.runs.length <= mostRows}
        />
      ))}
    </div>
  );
}
