import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { RunState } from "#modules/production/contract/order-card.ts";
import { useTexts } from "../texts.ts";
import { StateWord } from "../board-card.tsx";
import { Mark } from "../mark.tsx";
import { toneOfState } from "../order-tones.ts";
import { mostTogether, type Order, type OrderStage, type StageRun } from "../order-types.ts";
import { FinishRunDialog } from "../runs/finish-run-dialog.tsx";
import { ReleaseDialog } from "../runs/run-dialog.tsx";
import { StartDialog } from "../runs/start-dialog.tsx";
import { RunRow } from "./run-row.tsx";
import { lotCount } from "../lots/lot-words.ts";
import style from "./stages.module.css";

type Props = {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly state: RunState;
  readonly runs: readonly StageRun[];
  readonly now: number;
  readonly openAtFirst: boolean;
};

/** Many lots in one state: how many, what can be done with several at once, and the list for who wants it. */
export function RunGroup({ order, stage, state, runs, now, openAtFirst }: Props) {
  const { t, quantity } = useTexts();
  const [open, setOpen] = useState(openAtFirst);
  const [dialog, setDialog] = useState<"start" | "finish" | "release">();
  const units = runs.reduce((sum, run) => sum + run.units, 0);
  const startable = runs.find((run) => run.verbs.includes("startRun"));
  const finishable = runs.find((run) => run.verbs.includes("finishRun"));
  const [early, ...alsoEarly] = runs
    .filter((run) => run.verbs.includes("releaseRunEarly"))
    .slice(0, mostTogether);
  return (
    <div className={style.group}>
      <div className={style.groupHead}>
        <button
          type="button"
          className={style.groupToggle}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Mark tone={toneOfState[state]}>
            <StateWord state={state} />
          </Mark>
          <span>
            {lotCount(runs.length, order.batchMode === "per_unit", { t })}
            {order.batchMode !== "per_unit" &&
              units !== runs.length &&
              ` · ${quantity(String(units), order.unit)}`}
          </span>
          <span className={style.groupOpen}>{open ? t("run.hide") : t("run.show")}</span>
        </button>
        {startable !== undefined && (
          <Button size="compact-sm" onClick={() => setDialog("start")}>
            {t("run.startSeveral")}
          </Button>
        )}
        {finishable !== undefined && (
          <Button size="compact-sm" onClick={() => setDialog("finish")}>
            {t("run.finishSeveral")}
          </Button>
        )}
        {early !== undefined && alsoEarly.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setDialog("release")}>
            {t("run.releaseSeveral")}
          </Button>
        )}
      </div>
      {dialog === "release" && early !== undefined && (
        <ReleaseDialog
          order={order}
          stage={stage}
          run={early}
          also={alsoEarly.map((run) => run.id)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {open && <Runs order={order} stage={stage} runs={runs} now={now} />}
      {dialog === "start" && startable !== undefined && (
        <StartDialog order={order} stage={stage} run={startable} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "finish" && finishable !== undefined && (
        <FinishRunDialog
          order={order}
          stage={stage}
          run={finishable}
          several
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

/** Only what is in sight is drawn. */
function Runs({ order, stage, runs, now }: Pick<Props, "order" | "stage" | "runs" | "now">) {
  const { t } = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 84,
    overscan: 4,
    gap: 6,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  return (
    <div ref={scroll} className={style.groupScroll}>
      <ul
        className={style.groupList}
        aria-label={lotCount(runs.length, order.batchMode === "per_unit", { t })}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const run = runs[item.index];
          if (run === undefined) return null;
          return (
            <li
              key={run.id}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-setsize={runs.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <RunRow order={order} stage={stage} run={run} now={now} compact />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
