import { Button } from "@mantine/core";
import { useState } from "react";
import type { RunState } from "#modules/production/contract/order-card.ts";
import { usePages } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
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
/** So many more come at a time. */
const pageOfRuns = 200;
/** Groups that need a person stand open while one can take them in at a glance. */
const openStates: ReadonlySet<RunState> = new Set(["escalated", "blocked", "in_progress", "paused", "held"]);

type Props = { readonly order: Order; readonly stage: OrderStage; readonly now: number };

/** The lots at a stage: each with what can be done, or gathered by state where there are many. */
export function StageRuns({ order, stage, now }: Props) {
  const place = (run: StageRun): number => statesInOrder.indexOf(run.state);
  if (stage.runs.length > mostRows) return <RunGroups order={order} stage={stage} now={now} />;
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

/** The card brings the first of a thousand, those that are open before the others; the rest comes when asked for. */
function RunGroups({ order, stage: first, now }: Props) {
  const { t } = useTexts();
  const [asked, setAsked] = useState(false);
  const further = usePages(
    "showStageRuns",
    { stageId: first.id, limit: pageOfRuns, ...(first.next === null ? {} : { cursor: first.next }) },
    { enabled: asked && first.next !== null, keepPrevious: true },
  );
  const known = new Set(first.runs.map((run) => run.id));
  const runs = [...first.runs, ...(further.rows ?? []).filter((run) => !known.has(run.id))];
  const stage = { ...first, runs };
  const total = first.counts.reduce((sum, count) => sum + count.runs, 0);
  const left = total - runs.length;
  const groups = statesInOrder
    .map((state) => ({ state, runs: runs.filter((run) => run.state === state) }))
    .filter((group) => group.runs.length > 0);
  const more = (): void => (asked ? further.more?.() : setAsked(true));
  const mayAsk = first.next !== null && (!asked || further.more !== null);
  return (
    <div className={style.groups}>
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
      {further.refusal !== undefined && <RefusalNotice refusal={further.refusal} />}
      {mayAsk && left > 0 && (
        <p className={style.more}>
          <span>{t("run.onlyShown", { count: runs.length, total })}</span>
          <Button
            size="compact-sm"
            variant="default"
            loading={asked && (further.pending || further.fetchingMore)}
            onClick={more}
          >
            {t("run.showMore", { count: Math.min(left, pageOfRuns) })}
          </Button>
        </p>
      )}
    </div>
  );
}
