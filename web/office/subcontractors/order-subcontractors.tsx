import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { lotInWords } from "../production/lots/lot-words.ts";
import { Mark } from "../production/mark.tsx";
import { toneOfState } from "../production/order-tones.ts";
import type { Order } from "../production/order-types.ts";
import { usePriceWords } from "../production/price-words.ts";
import { useTexts } from "../production/texts.ts";
import { spanInWords } from "../production/stages/span-words.ts";
import style from "./subcontractors.module.css";

type Stage = OutputOf<"showOrderSubcontractors">["stages"][number];
type Props = {
  readonly order: Order;
  readonly workspace: string;
  readonly onStages: () => void;
};

/** What of an order is made outside the house: by whom, how far, for what. */
export function OrderSubcontractors({ order, workspace, onStages }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const { data, refusal, refetch } = useRoute("showOrderSubcontractors", { orderId: order.id });
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={6} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (data.stages.length === 0) {
    return <EmptyState title={t("orderSubs.empty.title")} text={t("orderSubs.empty.text")} />;
  }
  return (
    <div className={style.tab}>
      {data.stages.map((stage) => (
        <StagePart key={stage.stageId} order={order} stage={stage} workspace={workspace} />
      ))}
      <div className={style.actions}>
        {can("run.work_any") && <span className="soft">{t("orderSubs.writeDown")}</span>}
        <Button variant="default" size="xs" onClick={onStages}>
          {t("orderSubs.openStages")}
        </Button>
      </div>
    </div>
  );
}

function StagePart({ order, stage, workspace }: Pick<Props, "order" | "workspace"> & { stage: Stage }) {
  const texts = useTexts();
  const { t, money } = texts;
  const { can } = useSession();
  const priceWords = usePriceWords();
  const { subcontractor } = stage;
  const tiles: readonly (readonly [string, string | null])[] = [
    [t("orderSubs.agreed"), priceWords(stage.price)],
    [t("orderSubs.planned"), stage.planned === null ? null : money(stage.planned)],
    [
      t("orderSubs.captured"),
      stage.captured !== null ? money(stage.captured) : can("order.cost") ? t("orderSubs.notYet") : null,
    ],
    [
      t("orderSubs.dates"),
      stage.plannedStart === null || stage.plannedFinish === null
        ? null
        : spanInWords(stage.plannedStart, stage.plannedFinish, texts),
    ],
  ];
  return (
    <section className={style.stage} aria-label={stage.name}>
      <div className={style.stageHead}>
        <h3 className={style.heading}>{stage.name}</h3>
        <Link
          to="/w/$workspace/subcontractors"
          params={{ workspace }}
          search={{ subcontractor: subcontractor.id }}
        >
          {subcontractor.name}
        </Link>
        {subcontractor.archived && <Mark>{t("orderSubs.archived")}</Mark>}
        {!stage.active && <Mark>{t("orderSubs.off")}</Mark>}
        {stage.unitsThere > 0 && (
          <Mark tone="running">{t("orderSubs.unitsThere", { count: stage.unitsThere })}</Mark>
        )}
        {stage.done ? (
          <Mark tone="done">{t("orderSubs.done")}</Mark>
        ) : (
          stage.unitsBack > 0 && (
            <Mark tone="done">{t("orderSubs.unitsBack", { count: stage.unitsBack })}</Mark>
          )
        )}
      </div>
      <div className={style.facts}>
        {subcontractor.phone !== null && (
          <a href={`tel:${subcontractor.phone.replaceAll(/[^+\d]/g, "")}`}>{subcontractor.phone}</a>
        )}
        {subcontractor.email !== null && <a href={`mailto:${subcontractor.email}`}>{subcontractor.email}</a>}
      </div>
      <dl className={style.tiles}>
        {tiles.map(
          ([label, value]) =>
            value !== null && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {stage.active && stage.runs.length === 0 && <p className="soft">{t("orderSubs.notReached")}</p>}
      {stage.runs.length > 0 && <RunTable order={order} stage={stage} />}
      {stage.runsTotal > stage.runs.length && (
        <p className="soft">{t("orderSubs.moreRuns", { count: stage.runsTotal - stage.runs.length })}</p>
      )}
    </section>
  );
}

function RunTable({ order, stage }: { readonly order: Order; readonly stage: Stage }) {
  const texts = useTexts();
  const { t, quantity, dateTime } = texts;
  const several = order.lots.length > 1 || order.batchMode !== "whole";
  const commented = stage.runs.some((run) => run.comment !== null && run.comment !== "");
  return (
    <div className="scroll-aside">
      <table className="rows stacked">
        <caption className="unseen">
          {t("orderSubs.table", { name: stage.subcontractor.name, stage: stage.name })}
        </caption>
        <thead>
          <tr>
            {several && <th scope="col">{t("orderSubs.lot")}</th>}
            <th scope="col">{t("orderSubs.state")}</th>
            <th scope="col">{t("orderSubs.started")}</th>
            <th scope="col">{t("orderSubs.finished")}</th>
            {commented && <th scope="col">{t("orderSubs.comment")}</th>}
            <th scope="col" className="figures">
              {t("orderSubs.units")}
            </th>
          </tr>
        </thead>
        <tbody>
          {stage.runs.map((run) => (
            <tr key={run.runId}>
              {several && <td>{lotInWords(run.lotNumber, texts)}</td>}
              <td>
                <span className={style.stageHead}>
                  <Mark tone={toneOfState[run.state]}>{t(`runState.${run.state}`)}</Mark>
                  {run.cycle > 0 && (
                    <Mark tone="waiting">{t("orderSubs.cycle", { cycle: run.cycle + 1 })}</Mark>
                  )}
                  {run.overdue && run.plannedFinish !== null && (
                    <Mark tone="alarm">{t("orderSubs.overdue", { date: dateTime(run.plannedFinish) })}</Mark>
                  )}
                </span>
              </td>
              <td data-label={t("orderSubs.started")}>
                {run.startedAt === null ? "" : dateTime(run.startedAt)}
              </td>
              <td data-label={t("orderSubs.finished")}>
                {run.finishedAt === null ? "" : dateTime(run.finishedAt)}
              </td>
              {commented && (
                <td className={style.comment} data-label={t("orderSubs.comment")}>
                  {run.comment}
                </td>
              )}
              <td className="figures" data-label={t("orderSubs.units")}>
                {quantity(String(run.units), order.unit)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
