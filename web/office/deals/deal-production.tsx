import { Badge, Progress } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { todayIn } from "../today.ts";
import style from "./deal-page.module.css";

type Order = OutputOf<"showDeal">["orders"][number];

const toneOfStatus: Readonly<Record<string, string>> = {
  pending: "gray",
  in_progress: "blue",
  partially_done: "blue",
  done: "green",
  cancelled: "gray",
};
const toneOfStage: Readonly<Record<string, string>> = {
  in_progress: "blue",
  paused: "yellow",
  waiting: "yellow",
  ready: "gray",
  blocked: "red",
  done: "green",
};

/** Each order of the deal: where it is, how far, by when, for how much. */
export function DealProduction({
  orders,
  workspace,
}: {
  readonly orders: readonly Order[];
  readonly workspace: string;
}) {
  const { t } = useTexts();
  return (
    <Section title={t("deal.production")}>
      {orders.length === 0 ? (
        <p className={style.empty}>{t("deal.noOrders")}</p>
      ) : (
        <ul className={style.orders}>
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} workspace={workspace} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function OrderRow({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const { t, lookUp, money, date, dateTime } = useTexts();
  const { can, workspace: place } = useSession();
  const closed = order.status === "done" || order.status === "cancelled";
  const late = !closed && order.dueDate !== null && order.dueDate < todayIn(place.timeZone);
  const done = t("progress.doneOf", { done: order.received, total: order.ordered });
  const name = t("deal.order", { number: order.number });
  return (
    <li className={style.order}>
      <div>
        <div className={style.chips}>
          {can("order.read") ? (
            <Link
              to="/w/$workspace/orders/$orderId"
              params={{ workspace, orderId: order.id }}
              className={style.orderName}
            >
              {name}
            </Link>
          ) : (
            <span className={style.orderName}>{name}</span>
          )}
          <Badge color={toneOfStatus[order.status] ?? "gray"}>
            {lookUp(`orderStatus.${order.status}`) ?? order.status}
          </Badge>
          {order.shortages > 0 && (
            <Badge color="red">{t("deal.shortages", { count: order.shortages })}</Badge>
          )}
          {order.batch !== null && can("order.read") && (
            <Link
              to="/w/$workspace/orders/$orderId"
              params={{ workspace, orderId: order.batch.orderId }}
              className="soft"
            >
              {t("deal.inBatch", { number: order.batch.number })}
            </Link>
          )}
        </div>
        <span className="soft">{nameOfVariant(order.itemName, order.variantName)}</span>
      </div>
      <div className={style.progress}>
        <span>{done}</span>
        <Progress
          size="sm"
          aria-label={t("deal.stagesDone", { done: order.stagesDone, total: order.stagesTotal })}
          value={order.stagesTotal === 0 ? 0 : (100 * order.stagesDone) / order.stagesTotal}
          color={order.status === "done" ? "green" : "teal"}
        />
        <span className="soft">
          {t("deal.stagesDone", { done: order.stagesDone, total: order.stagesTotal })}
        </span>
      </div>
      <div className={style.chips}>
        {order.stageName !== null && !closed && (
          <>
            <span>{order.stageName}</span>
            {order.stageState !== null && (
              <Badge color={toneOfStage[order.stageState] ?? "gray"}>
                {lookUp(`runState.${order.stageState}`) ?? order.stageState}
              </Badge>
            )}
            {order.stageState === "waiting" && order.availableAt !== null && (
              <span className="soft">{t("deal.availableAt", { when: dateTime(order.availableAt) })}</span>
            )}
          </>
        )}
      </div>
      <div className="figures">
        {order.dueDate !== null && (
          <div>
            {late ? (
              <Badge color="red">{t("deal.due", { date: date(order.dueDate) })}</Badge>
            ) : (
              t("deal.due", { date: date(order.dueDate) })
            )}
          </div>
        )}
        {order.plannedFinish !== null && !closed && (
          <div className="soft">{t("deal.planned", { date: date(order.plannedFinish) })}</div>
        )}
        {order.cost !== null && order.cost !== "0" && <div>{t("deal.cost", { sum: money(order.cost) })}</div>}
        {order.plannedCost !== null && (
          <div className="soft">{t("deal.plannedCost", { sum: money(order.plannedCost) })}</div>
        )}
      </div>
    </li>
  );
}
