import { IconCircle, IconCircleCheckFilled, IconCircleDotted } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useSession } from "#web/shared/session.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { todayIn } from "../today.ts";
import { attributeInWords } from "./attribute-words.ts";
import { isClosed, StateWord, WaitWords } from "./board-card.tsx";
import { MadeForOrder } from "./made-for/made-for.tsx";
import { LotSummary } from "./lots/lot-summary.tsx";
import { Bar, Face, Mark } from "./mark.tsx";
import { OfflineSince } from "./offline-since.tsx";
import { OrderCost } from "./order-cost.tsx";
import { toneOfState } from "./order-tones.ts";
import { isOver, type Order, type OrderStage } from "./order-types.ts";
import { lotCount } from "./lots/lot-words.ts";
import style from "./order-card.module.css";

const GatheredOrders = lazy(async () => ({
  default: (await import("./aggregation/gathered-orders.tsx")).GatheredOrders,
}));

export function OrderOverview({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const { t, number, quantity } = useTexts();
  const { can } = useSession();
  // What has joined another lot again is none any more.
  const merged = order.lots.filter((lot) => lot.state === "merged").length;
  const lots = order.lotsTotal - merged;
  return (
    <div className={style.overview}>
      <div className={style.half}>
        <Section title={t("order.progress")}>
          <div className={style.body}>
            <p className={style.line}>
              {t("order.unitsReceived", {
                done: number(String(order.received)),
                total: quantity(String(order.ordered), order.unit),
              })}
              <br />
              {t("order.stagesDone", { done: order.stagesDone, total: order.stagesTotal })}
            </p>
            <Bar
              done={order.batchMode === "whole" ? order.stagesDone : order.received}
              total={order.batchMode === "whole" ? order.stagesTotal : order.ordered}
            />
            <ol className={style.path}>
              {order.stages
                .filter((stage) => stage.active)
                .map((stage) => (
                  <StageLine key={stage.id} stage={stage} order={order} />
                ))}
            </ol>
            {order.cancelReason !== null && (
              <p className={style.line}>{t("order.wasCancelled", { reason: order.cancelReason })}</p>
            )}
          </div>
        </Section>
        {(lots > 1 || order.batchMode === "per_unit") && (
          <Section title={lotCount(lots, order.batchMode === "per_unit", { t })}>
            <LotSummary order={order} />
          </Section>
        )}
      </div>
      <div className={style.half}>
        {(order.batch !== null || order.gathers !== null) && (
          <Suspense fallback={null}>
            <GatheredOrders order={order} workspace={workspace} />
          </Suspense>
        )}
        <MadeForOrder order={order} workspace={workspace} />
        <Dates order={order} />
        <About order={order} workspace={workspace} />
      </div>
      {can("order.planned_cost") && (
        <div className={style.wide}>
          <OrderCost order={order} workspace={workspace} />
        </div>
      )}
    </div>
  );
}

function StageLine({ stage, order }: { readonly stage: OrderStage; readonly order: Order }) {
  const { workspace } = useSession();
  const { t } = useTexts();
  const open = stage.runs.filter((run) => !isOver(run));
  const [run] = open;
  const operator = run?.operatorName ?? null;
  const started = stage.runs.length > 0;
  return (
    <li className={style.step} data-current={(!isClosed(order.status) && run !== undefined) || undefined}>
      {stage.done ? (
        <IconCircleCheckFilled size={18} className={style.stepDone} aria-hidden />
      ) : started ? (
        <IconCircle size={18} aria-hidden />
      ) : (
        <IconCircleDotted size={18} className={style.stepLater} aria-hidden />
      )}
      <span className={style.stepName}>{stage.name}</span>
      {run !== undefined && (
        <Mark tone={toneOfState[run.state]}>
          {run.state === "waiting" ? (
            <WaitWords
              availableAt={run.availableAt}
              waitName={order.current?.runId === run.id ? order.current.waitName : null}
              today={todayIn(workspace.timeZone)}
            />
          ) : (
            <StateWord state={run.state} />
          )}
        </Mark>
      )}
      {stage.done && (
        <Mark tone="done">
          <StateWord state="done" />
        </Mark>
      )}
      {open.length > 1 && (
        <span className="soft">{lotCount(open.length, order.batchMode === "per_unit", { t })}</span>
      )}
      {operator !== null && open.length === 1 && <Face name={operator} named />}
      {open.length === 1 &&
        run?.crew
          .filter(({ working }) => working)
          .map(({ memberId }) => <OfflineSince key={memberId} memberId={memberId} />)}
    </li>
  );
}

function Dates({ order }: { readonly order: Order }) {
  const { t, dateTime, date } = useTexts();
  const when = (value: string | null): string => (value === null ? "–" : dateTime(value));
  return (
    <Section title={t("order.dates")}>
      <ScrollAside label={t("order.dates")}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("order.dates")}</span>
              </th>
              <th scope="col">{t("order.planned")}</th>
              <th scope="col">{t("order.actual")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("order.start")}</th>
              <td>{when(order.plannedStart)}</td>
              <td>{when(order.startedAt)}</td>
            </tr>
            <tr>
              <th scope="row">{t("order.finish")}</th>
              <td>{when(order.plannedFinish)}</td>
              <td>{when(order.finishedAt)}</td>
            </tr>
            <tr>
              <th scope="row">{t("board.dueDate")}</th>
              <td>{order.dueDate === null ? "–" : date(order.dueDate)}</td>
              <td>–</td>
            </tr>
          </tbody>
        </table>
      </ScrollAside>
    </Section>
  );
}

function About({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const texts = useTexts();
  const { t, quantity, list, dateTime } = texts;
  const { can } = useSession();
  const units = (amount: number): string => quantity(String(amount), order.unit);
  // oxlint-disable react/jsx-key -- pairs of a name and a value, keyed where they are shown
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t("order.ordered"), units(order.ordered)],
    ...(order.over > 0 ? [[t("order.over"), units(order.over)] as const] : []),
    [t("order.inWork"), units(order.inWork)],
    [
      t("order.received"),
      t("order.receivedInto", { amount: units(order.received), warehouse: order.warehouseName }),
    ],
    ...(order.inRework > 0 ? [[t("order.inRework"), units(order.inRework)] as const] : []),
    ...(order.escalated > 0 ? [[t("order.escalated"), units(order.escalated)] as const] : []),
    ...(order.writtenOff > 0 ? [[t("order.writtenOff"), units(order.writtenOff)] as const] : []),
    ...(order.withdrawn > 0 ? [[t("order.withdrawn"), units(order.withdrawn)] as const] : []),
    [t("order.upsells"), order.upsells.length === 0 ? "–" : list(order.upsells.map((upsell) => upsell.name))],
    [t("order.batchMode"), t(`template.batch.${order.batchMode}`)],
    ...Object.entries(order.attributes).map(
      ([name, value]) => [name, attributeInWords(value, texts)] as const,
    ),
    [t("order.responsible"), order.responsible === null ? "–" : <Face name={order.responsible.name} named />],
    ...(order.contactName === null ? [] : [[t("newDeal.contact"), order.contactName] as const]),
    [
      t("order.template"),
      can("template.read") ? (
        <Link
          to="/w/$workspace/templates/$templateId"
          params={{ workspace, templateId: order.templateId }}
          search={{ version: String(order.templateNumber) }}
        >
          {t("order.templateVersion", { name: order.templateName, number: order.templateNumber })}
        </Link>
      ) : (
        t("order.templateVersion", { name: order.templateName, number: order.templateNumber })
      ),
    ],
    [
      t("order.made"),
      order.createdByName === null
        ? dateTime(order.createdAt)
        : t("order.madeBy", { when: dateTime(order.createdAt), name: order.createdByName }),
    ],
  ];
  return (
    <Section title={t("order.about")}>
      <div className={style.body}>
        <dl className={style.details}>
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {order.notes !== "" && (
          <>
            <h3 className={style.small}>{t("order.notes")}</h3>
            <p className={style.notes}>{order.notes}</p>
          </>
        )}
      </div>
    </Section>
  );
}
