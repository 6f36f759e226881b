import { Button } from "@mantine/core";
import { IconFiles, IconNotes } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { Section } from "../../shell/page.tsx";
import { Bar, Mark } from "../mark.tsx";
import { toneOfStatus } from "../order-tones.ts";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";
import { useBatchActs } from "./use-batch-acts.ts";
import style from "./gathered-orders.module.css";

type Gathered = OutputOf<"showGathered">;
type Member = Gathered["members"][number];
type Props = { readonly order: Order; readonly workspace: string };

/** Of a batch the orders that it gathers, in the order in which they get their units; of one of them its batch. */
export function GatheredOrders({ order, workspace }: Props) {
  const { t, number, quantity, money } = useTexts();
  const { data } = useRoute("showGathered", { orderId: order.id });
  const acts = useBatchActs(order);
  if (data === undefined) return null;
  const { batch, members, surplus } = data;
  const isBatch = batch.orderId === order.id;
  const units = (amount: number): string => quantity(String(amount), order.unit);
  const own = members.find((member) => member.orderId === order.id);
  return (
    <Section title={t(isBatch ? "gather.members" : "gather.itsBatch")}>
      <div className={style.body}>
        {!isBatch && (
          <>
            <p className={style.line}>
              <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: batch.orderId }}>
                {t("gather.batchOf", { number: batch.number, count: members.length })}
              </Link>{" "}
              <Mark tone={toneOfStatus[batch.status]}>
                {t(`orderStatus.${batch.status}`)}
                {batch.stageName !== null && ` · ${batch.stageName}`}
              </Mark>
            </p>
            <div className={style.progress}>
              <Bar done={batch.stagesDone} total={batch.stagesTotal} />
              <span>{t("order.stagesDone", { done: batch.stagesDone, total: batch.stagesTotal })}</span>
            </div>
            {own !== undefined && own.units !== null && (
              <p className={style.line}>
                {t("gather.itsShare", {
                  units: number(String(own.units)),
                  all: quantity(String(batch.received), order.unit),
                })}
                {own.cost !== null && ` · ${money(own.cost)}`}
              </p>
            )}
          </>
        )}
        {isBatch && (
          <ul className={style.members}>
            {members.map((member) => (
              <MemberLine
                key={member.orderId}
                member={member}
                unit={order.unit}
                workspace={workspace}
                onLeave={
                  data.mayLeave && order.verbs.includes("changeOrder")
                    ? () => void acts.leave(member.orderId, member.number)
                    : undefined
                }
                pending={acts.pending}
              />
            ))}
          </ul>
        )}
        {isBatch && surplus !== null && surplus.units > 0 && (
          <p className={style.line}>
            {t("gather.surplus", { amount: units(surplus.units) })}
            {surplus.cost !== null && ` · ${money(surplus.cost)}`}
          </p>
        )}
        {isBatch && data.mayLeave && order.verbs.includes("dissolveBatch") && (
          <div>
            <Button size="xs" variant="default" loading={acts.pending} onClick={() => void acts.dissolve()}>
              {t("gather.dissolve")}
            </Button>
          </div>
        )}
        {!isBatch && order.verbs.includes("leaveBatch") && (
          <div>
            <Button size="xs" variant="default" loading={acts.pending} onClick={() => void acts.leave()}>
              {t("gather.leave")}
            </Button>
          </div>
        )}
        {!isBatch && order.status === "aggregated" && !data.mayLeave && (
          <p className="soft">{t("gather.begun")}</p>
        )}
      </div>
    </Section>
  );
}

function MemberLine(props: {
  readonly member: Member;
  readonly unit: Order["unit"];
  readonly workspace: string;
  readonly onLeave: (() => void) | undefined;
  readonly pending: boolean;
}) {
  const { member, unit, workspace, onLeave, pending } = props;
  const { t, number, quantity, date, money } = useTexts();
  const isShort = member.units !== null && member.units < member.ordered;
  return (
    <li className={style.member}>
      <div className={style.memberHead}>
        <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: member.orderId }}>
          {t("board.number", { number: member.number })}
        </Link>
        <span className={style.amount}>
          {member.units === null
            ? quantity(String(member.ordered), unit)
            : t("board.progress", {
                done: number(String(member.units)),
                total: quantity(String(member.ordered), unit),
              })}
        </span>
        {isShort && (
          <Mark tone="alarm">
            {t("gather.short", { amount: quantity(String(member.ordered - (member.units ?? 0)), unit) })}
          </Mark>
        )}
        {member.cost !== null && <span className={style.amount}>{money(member.cost)}</span>}
        {member.dueDate !== null && (
          <span className="soft">{t("board.due", { date: date(member.dueDate) })}</span>
        )}
        {onLeave !== undefined && (
          <Button
            size="compact-xs"
            variant="subtle"
            className={style.leave ?? ""}
            loading={pending}
            onClick={onLeave}
            aria-label={t("gather.leaveOf", { number: member.number })}
          >
            {t("gather.leaveShort")}
          </Button>
        )}
      </div>
      {member.dealId !== null && (
        <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: member.dealId }}>
          {member.dealTitle}
        </Link>
      )}
      {member.notes !== "" && (
        <p className={style.notes}>
          <IconNotes size={14} aria-hidden /> {member.notes}
        </p>
      )}
      {member.files > 0 && (
        <Link
          to="/w/$workspace/orders/$orderId"
          params={{ workspace, orderId: member.orderId }}
          search={{ tab: "files" }}
          className={style.files ?? ""}
        >
          <IconFiles size={14} aria-hidden /> {t("gather.files", { count: member.files })}
        </Link>
      )}
    </li>
  );
}
