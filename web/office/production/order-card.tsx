import { ActionIcon, Menu, Tabs } from "@mantine/core";
import { IconArrowsDiagonal, IconDots, IconMessageExclamation, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useMarksOfChat } from "#web/shared/chat/use-chat-marks.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { useTexts } from "./texts.ts";
import { todayIn } from "../today.ts";
import { isClosed, TroubleMarks } from "./board-card.tsx";
import { orderTabs, type OrderTab } from "./board-search.ts";
import { CancelOrderDialog } from "./changes/cancel-order-dialog.tsx";
import { ChangeOrderDialog } from "./changes/change-order-dialog.tsx";
import { ChangeQuantityDialog } from "./changes/change-quantity-dialog.tsx";
import { ChangeUpsellsDialog } from "./changes/change-upsells-dialog.tsx";
import { OrderDefects } from "./defects/order-defects.tsx";
import { useBatchActs } from "./aggregation/use-batch-acts.ts";
import { AwaitedMarks } from "./made-for/made-for.tsx";
import { jobCardAddress } from "./made-for/print-job-card.ts";
import { Mark } from "./mark.tsx";
import { NextAction } from "./runs/run-actions.tsx";
import { OrderHistory } from "./order-history.tsx";
import { OrderMaterials } from "./order-materials/order-materials.tsx";
import { OrderOverview } from "./order-overview.tsx";
import { StagesTab } from "./river/stages-tab.tsx";
import { toneOfDue, toneOfStatus } from "./order-tones.ts";
import type { Order } from "./order-types.ts";
import { useReserve } from "./use-reserve.ts";
import style from "./order-card.module.css";

const OrderChat = lazy(async () => ({ default: (await import("./order-chat/order-chat.tsx")).OrderChat }));
const OrderFiles = lazy(async () => ({
  default: (await import("./order-files/order-files.tsx")).OrderFiles,
}));
const OrderSubcontractors = lazy(async () => ({
  default: (await import("../subcontractors/order-subcontractors.tsx")).OrderSubcontractors,
}));
const OrderTime = lazy(async () => ({ default: (await import("./order-time/order-time.tsx")).OrderTime }));

type Place = {
  readonly orderId: string;
  readonly workspace: string;
  readonly tab: OrderTab;
  readonly onTab: (tab: OrderTab) => void;
  /** Whether the stages are shown as a river, where the address says so; else the card keeps it for itself. */
  readonly river?: boolean;
  readonly onRiver?: (river: boolean) => void;
  /** In a panel over the board; absent where the card is a page of its own. */
  readonly onClose?: () => void;
};

/** The order card: the same over the board and as a page. */
export function OrderCardPanel(props: Place) {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("showOrder", { orderId: props.orderId });
  if (data !== undefined) return <OrderCard {...props} order={data} />;
  return (
    <div className={style.card}>
      <header className={style.head}>
        <h1 className={style.title}>{t("order.title")}</h1>
        {props.onClose !== undefined && <CloseCard onClose={props.onClose} />}
      </header>
      {refusal === undefined ? (
        <PageSkeleton lines={10} />
      ) : (
        <RefusalNotice refusal={refusal} retry={refetch} />
      )}
    </div>
  );
}

export const titleOfOrder = (order: Pick<Order, "number" | "itemName" | "variantName">): string =>
  `№${order.number} ${nameOfVariant(order.itemName, order.variantName)}`;

function OrderCard(props: Place & { readonly order: Order }) {
  const { order, workspace, tab, onTab, onClose } = props;
  const [ownRiver, setOwnRiver] = useState(false);
  const { river = ownRiver, onRiver = setOwnRiver } = props;
  const { t } = useTexts();
  const { can } = useSession();
  const { data: beside } = useRoute("countOfOrder", { orderId: order.id });
  const { unread, change } = useMarksOfChat(order.id, can("chat.read"));
  // Whoever works with no chat at all has no tab for it; whose chat it is, the chat itself says.
  const tabs = orderTabs.filter((one) => one !== "chat" || can("chat.read"));
  const shown = tabs.includes(tab) ? tab : "overview";
  const strip = useRef<HTMLDivElement>(null);
  // What is counted comes later, and makes the strip longer.
  useEffect(() => showTab(strip.current), [shown, beside, unread, change]);
  const counts: Readonly<Record<OrderTab, number | null>> = {
    overview: null,
    stages: order.stages.filter((stage) => stage.active).length,
    materials: order.materials,
    time: beside?.time ?? null,
    subcontractors: order.stages.filter((stage) => stage.active && stage.performer.kind === "subcontractor")
      .length,
    files: beside?.files ?? null,
    defects: order.defects,
    history: beside?.history ?? null,
    chat: null,
  };
  return (
    <article className={style.card} aria-label={titleOfOrder(order)}>
      <header className={style.head}>
        <h1 className={style.title}>
          <span className={style.number}>{t("board.number", { number: order.number })}</span>{" "}
          {nameOfVariant(order.itemName, order.variantName)}
        </h1>
        <div className={style.headActions}>
          <NextAction order={order} />
          <OrderMenu order={order} workspace={workspace} onStages={() => onTab("stages")} />
          {onClose !== undefined && (
            <>
              <ActionIcon
                renderRoot={(root) => (
                  <Link
                    {...root}
                    to="/w/$workspace/orders/$orderId"
                    params={{ workspace, orderId: order.id }}
                    search={tab === "overview" ? {} : { tab, ...(river && { view: "river" as const }) }}
                  />
                )}
                aria-label={t("order.openPage")}
                title={t("order.openPage")}
              >
                <IconArrowsDiagonal size={18} aria-hidden />
              </ActionIcon>
              <CloseCard onClose={onClose} />
            </>
          )}
        </div>
        <HeadFacts order={order} workspace={workspace} />
      </header>
      <Tabs
        value={shown}
        onChange={(next) => onTab(orderTabs.find((one) => one === next) ?? "overview")}
        keepMounted={false}
        classNames={{ panel: style.panel ?? "" }}
      >
        <Tabs.List ref={strip} className={style.tabs}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`order.tab.${one}`)}
              {counts[one] !== null && counts[one] > 0 && <span className={style.count}>{counts[one]}</span>}
              {one === "chat" && change !== undefined && (
                <IconMessageExclamation
                  className={style.changeAsked}
                  size={16}
                  role="img"
                  aria-label={t("order.changeAsked", { text: change.text })}
                />
              )}
              {one === "chat" && unread !== undefined && (
                <span className={style.unread}>
                  <span aria-hidden>{unread.unread}</span>
                  <span className="unseen">{t("order.unread", { count: unread.unread })}</span>
                </span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OrderOverview order={order} workspace={workspace} />
        </Tabs.Panel>
        <Tabs.Panel value="stages">
          <StagesTab order={order} river={river} onRiver={onRiver} />
        </Tabs.Panel>
        <Tabs.Panel value="materials">
          <OrderMaterials order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="time">
          <Suspense fallback={<PageSkeleton lines={8} />}>
            <OrderTime order={order} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="subcontractors">
          <Suspense fallback={<PageSkeleton lines={8} />}>
            <OrderSubcontractors order={order} workspace={workspace} onStages={() => onTab("stages")} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <Suspense fallback={<PageSkeleton lines={8} />}>
            <OrderFiles orderId={order.id} workspace={workspace} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="defects">
          <OrderDefects order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <OrderHistory orderId={order.id} />
        </Tabs.Panel>
        {can("chat.read") && (
          <Tabs.Panel value="chat">
            <Suspense fallback={<PageSkeleton lines={8} />}>
              <OrderChat key={order.id} orderId={order.id} />
            </Suspense>
          </Tabs.Panel>
        )}
      </Tabs>
    </article>
  );
}

/** On a phone the strip is wider than the screen: the open tab is brought into it, and the page stays where it is. */
function showTab(strip: HTMLElement | null): void {
  const open = strip?.querySelector<HTMLElement>("[aria-selected=true]");
  if (strip === null || open === null || open === undefined) return;
  const [seen, tab] = [strip.getBoundingClientRect(), open.getBoundingClientRect()];
  strip.scrollLeft += tab.left + tab.width / 2 - (seen.left + seen.width / 2);
}

function CloseCard({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  return (
    <ActionIcon aria-label={t("action.close")} title={t("action.close")} onClick={onClose}>
      <IconX size={18} aria-hidden />
    </ActionIcon>
  );
}

function HeadFacts({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const { t, number, quantity, date, list } = useTexts();
  const { workspace: place } = useSession();
  const closed = isClosed(order.status);
  const due = order.dueDate;
  return (
    <div className={style.facts}>
      <Mark tone={toneOfStatus[order.status]}>{t(`orderStatus.${order.status}`)}</Mark>
      {order.priority !== "normal" && (
        <Mark tone={order.priority === "urgent" ? "alarm" : order.priority === "high" ? "waiting" : "plain"}>
          {t("order.priorityIs", { priority: t(`priority.${order.priority}`) })}
        </Mark>
      )}
      <TroubleMarks order={order} />
      {order.corrections > 0 && (
        <Mark tone="waiting">{t("correct.waiting", { count: order.corrections })}</Mark>
      )}
      <AwaitedMarks awaits={order.awaits} />
      {order.batch !== null && (
        <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: order.batch.orderId }}>
          {t("gather.inBatch", { number: order.batch.number })}
        </Link>
      )}
      {order.gathers !== null && order.gathers > 0 && (
        <Mark>{t("gather.gathers", { count: order.gathers })}</Mark>
      )}
      {order.madeFor !== null && (
        <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: order.madeFor.orderId }}>
          {t("made.forOrder", { number: order.madeFor.number })}
        </Link>
      )}
      <span className={style.figure}>
        {t("board.progress", {
          done: number(String(order.received)),
          total: quantity(String(order.ordered), order.unit),
        })}
      </span>
      {order.upsells.length > 0 && (
        <span className="soft">{list(order.upsells.map((upsell) => upsell.name))}</span>
      )}
      {due !== null && (
        <span
          className={style.due}
          data-tone={closed ? "plain" : toneOfDue(due, order.overdue, todayIn(place.timeZone))}
        >
          {order.overdue ? t("board.overdue", { date: date(due) }) : t("board.due", { date: date(due) })}
        </span>
      )}
      {order.dealId !== null && (
        <span>
          {t("order.deal")}{" "}
          <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: order.dealId }}>
            {order.dealTitle}
          </Link>
        </span>
      )}
    </div>
  );
}

function OrderMenu({
  order,
  workspace,
  onStages,
}: Pick<Place, "workspace"> & { readonly order: Order; readonly onStages: () => void }) {
  const { t } = useTexts();
  const [dialog, setDialog] = useState<"change" | "quantity" | "upsells" | "cancel">();
  const reserve = useReserve(order.id);
  const batch = useBatchActs(order);
  const may = (verb: string): boolean => order.verbs.includes(verb);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("order.menu")} title={t("order.menu")}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(["A4", "A5"] as const).map((paper) => (
            <Menu.Item
              key={paper}
              component="a"
              href={jobCardAddress(workspace, [order.id], paper)}
              target="_blank"
              rel="noreferrer"
            >
              {t(paper === "A4" ? "order.jobCard" : "order.jobCardSmall")}
            </Menu.Item>
          ))}
          {may("changeOrder") && (
            <Menu.Item onClick={() => setDialog("change")}>{t("order.change")}</Menu.Item>
          )}
          {may("changeQuantity") && (
            <Menu.Item onClick={() => setDialog("quantity")}>{t("order.changeQuantity")}</Menu.Item>
          )}
          {may("changeUpsells") && (
            <Menu.Item onClick={() => setDialog("upsells")}>{t("order.changeUpsells")}</Menu.Item>
          )}
          {may("reserveOrder") && order.shortages > 0 && (
            <Menu.Item onClick={() => void reserve.run()}>{t("order.reserve")}</Menu.Item>
          )}
          {may("leaveBatch") && <Menu.Item onClick={() => void batch.leave()}>{t("gather.leave")}</Menu.Item>}
          {may("dissolveBatch") && (
            <Menu.Item onClick={() => void batch.dissolve()}>{t("gather.dissolve")}</Menu.Item>
          )}
          {may("cancelOrder") && (
            <Menu.Item color="red" onClick={() => setDialog("cancel")}>
              {t("order.cancel")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === "change" && <ChangeOrderDialog order={order} onClose={() => setDialog(undefined)} />}
      {dialog === "quantity" && (
        <ChangeQuantityDialog order={order} onClose={() => setDialog(undefined)} onStages={onStages} />
      )}
      {dialog === "upsells" && <ChangeUpsellsDialog order={order} onClose={() => setDialog(undefined)} />}
      {dialog === "cancel" && <CancelOrderDialog order={order} onClose={() => setDialog(undefined)} />}
    </>
  );
}
