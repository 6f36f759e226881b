import { ActionIcon, Button, Menu, Progress } from "@mantine/core";
import {
  IconBan,
  IconCalendar,
  IconDots,
  IconFlag,
  IconLock,
  IconPrinter,
  IconUser,
  IconUserStar,
  IconX,
} from "@tabler/icons-react";
import { useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { call } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useSession } from "#web/shared/session.ts";
import { jobCardAddress } from "../made-for/print-job-card.ts";
import { priorities } from "../priorities.ts";
import { useTexts } from "../texts.ts";
import { type Act, type Outcome, useBulk } from "./bulk.ts";
import { type Asked, BulkDialog } from "./bulk-dialogs.tsx";
import { BulkOutcome } from "./bulk-outcome.tsx";
import type { ChosenOrder, Selection } from "./use-selection.ts";
import style from "./list.module.css";

/** As contract/job-card-route.ts has it. */
const mostCards = 50;

/** What may be done with all that are chosen; below the list while any is. */
export function BulkBar(props: {
  readonly selection: Selection;
  readonly filter: RequestOf<"listOrders">;
  readonly shown: number;
  /** The list has been read to its end. */
  readonly isAllShown: boolean;
  readonly workspace: string;
  readonly today: string;
}) {
  const { selection, filter, shown, isAllShown, workspace, today } = props;
  const { t, refusal } = useTexts();
  const { can } = useSession();
  const { run, progress, stop } = useBulk(refusal);
  const [asked, setAsked] = useState<Asked>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [picking, setPicking] = useState(false);

  const carryOut = async (act: Act, orders: readonly ChosenOrder[]): Promise<void> => {
    setAsked(undefined);
    const told = await run(act, orders);
    const takeBack = undoOf(told, t("orderList.bulk.undone"));
    if (told.skipped.length > 0 || told.left > 0) setOutcome(told);
    else {
      const undo =
        takeBack === undefined
          ? {}
          : { act: { label: t("action.undo"), run: () => void carryOut(takeBack, ordersOf(told)) } };
      notify(
        {
          tone: "done",
          text: t("orderList.bulk.done", { title: act.title, count: told.done.length }),
          ...undo,
        },
        20_000,
      );
    }
  };
  const pickAll = async (): Promise<void> => {
    setPicking(true);
    const answer = await call("pickOrders", filter);
    setPicking(false);
    if (!answer.ok) return void notify({ tone: "refusal", refusal: answer.refusal });
    selection.choose(answer.value.rows);
    if (answer.value.more)
      notify({ tone: "note", text: t("orderList.bulk.firstOnes", { count: answer.value.rows.length }) });
  };
  const orders = selection.orders();
  const ids = orders.map((order) => order.id);
  const cards = Array.from({ length: Math.ceil(ids.length / mostCards) }, (_, page) =>
    ids.slice(page * mostCards, (page + 1) * mostCards),
  );
  const busy = progress !== undefined;
  return (
    <section data-bar-below className={style.bar} aria-label={t("orderList.bulk.label")}>
      {progress !== undefined && (
        <div className={style.progress}>
          <span role="status">
            {t("orderList.bulk.progress", { title: progress.title, done: progress.done, of: progress.of })}
          </span>
          <Progress
            value={(100 * progress.done) / progress.of}
            aria-label={progress.title}
            className={style.progressBar}
          />
          <Button variant="default" onClick={stop}>
            {t("orderList.bulk.stop")}
          </Button>
        </div>
      )}
      {!busy && (
        <>
          <ActionIcon
            aria-label={t("orderList.bulk.clear")}
            title={t("orderList.bulk.clear")}
            onClick={selection.clear}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
          <span role="status" className={style.count}>
            {t("orderList.bulk.chosen", { count: selection.count })}
          </span>
          {!isAllShown && selection.count >= shown && (
            <Button variant="subtle" loading={picking} onClick={() => void pickAll()}>
              {t("orderList.bulk.all")}
            </Button>
          )}
          {can("order.change") && (
            <>
              <Menu position="top-start">
                <Menu.Target>
                  <Button variant="default" leftSection={<IconFlag size={16} aria-hidden />}>
                    {t("board.priority")}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {priorities.toReversed().map((priority) => (
                    <Menu.Item
                      key={priority}
                      onClick={() =>
                        void carryOut(
                          {
                            title: t("orderList.bulk.priority", { priority: t(`priority.${priority}`) }),
                            of: (order) =>
                              order.priority === priority
                                ? { skip: t("orderList.bulk.hasIt") }
                                : { name: "changeOrder", input: { orderId: order.id, priority } },
                            undo: (order) => ({
                              name: "changeOrder",
                              input: { orderId: order.id, priority: order.priority },
                            }),
                          },
                          orders,
                        )
                      }
                    >
                      {t(`priority.${priority}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
              <Button
                variant="default"
                leftSection={<IconCalendar size={16} aria-hidden />}
                onClick={() => setAsked("due")}
              >
                {t("board.dueDate")}
              </Button>
            </>
          )}
          {can("run.reassign") && (
            <Button
              variant="default"
              leftSection={<IconUser size={16} aria-hidden />}
              onClick={() => setAsked("give")}
            >
              {t("orderList.bulk.give")}
            </Button>
          )}
          {cards.length === 1 && (
            <Button
              variant="default"
              component="a"
              href={jobCardAddress(workspace, [ids[0] ?? "", ...ids.slice(1)])}
              target="_blank"
              rel="noopener"
              leftSection={<IconPrinter size={16} aria-hidden />}
            >
              {t("orderList.bulk.cards")}
            </Button>
          )}
          {cards.length > 1 && (
            <Menu position="top-start">
              <Menu.Target>
                <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />}>
                  {t("orderList.bulk.cards")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {cards.map((some, page) => (
                  <Menu.Item
                    key={some[0]}
                    component="a"
                    href={jobCardAddress(workspace, [some[0] ?? "", ...some.slice(1)])}
                    target="_blank"
                    rel="noopener"
                  >
                    {t("orderList.bulk.cardsOf", {
                      from: page * mostCards + 1,
                      to: page * mostCards + some.length,
                    })}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          {(can("order.change") || can("order.cancel")) && (
            <Menu position="top-end">
              <Menu.Target>
                <ActionIcon
                  size="lg"
                  variant="default"
                  aria-label={t("orderList.bulk.more")}
                  title={t("orderList.bulk.more")}
                >
                  <IconDots size={18} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {can("order.change") && (
                  <>
                    <Menu.Item
                      leftSection={<IconUserStar size={16} aria-hidden />}
                      onClick={() => setAsked("responsible")}
                    >
                      {t("orderList.bulk.responsible")}
                    </Menu.Item>
                    <Menu.Item
                      leftSection={<IconLock size={16} aria-hidden />}
                      onClick={() =>
                        void carryOut(
                          {
                            title: t("orderList.bulk.reserve"),
                            of: (order) => ({ name: "reserveOrder", input: { orderId: order.id } }),
                          },
                          orders,
                        )
                      }
                    >
                      {t("orderList.bulk.reserve")}
                    </Menu.Item>
                  </>
                )}
                {can("order.cancel") && (
                  <Menu.Item
                    color="red"
                    leftSection={<IconBan size={16} aria-hidden />}
                    onClick={() => setAsked("cancel")}
                  >
                    {t("orderList.bulk.cancel")}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      )}
      {asked !== undefined && (
        <BulkDialog
          asked={asked}
          count={selection.count}
          today={today}
          onClose={() => setAsked(undefined)}
          onAct={(act) => void carryOut(act, orders)}
        />
      )}
      {outcome !== undefined && (
        <BulkOutcome
          outcome={outcome}
          onUndo={(() => {
            const takeBack = undoOf(outcome, t("orderList.bulk.undone"));
            if (takeBack === undefined || outcome.done.length === 0) return undefined;
            return () => {
              setOutcome(undefined);
              void carryOut(takeBack, ordersOf(outcome));
            };
          })()}
          onChoose={() => {
            selection.choose(outcome.skipped.map(({ order }) => order));
            setOutcome(undefined);
          }}
          onClose={() => setOutcome(undefined)}
        />
      )}
    </section>
  );
}

const ordersOf = (outcome: Outcome): readonly ChosenOrder[] => outcome.done.map(({ order }) => order);

/** Order by order too, each as its own act; what has followed meanwhile is told. */
function undoOf({ act, done }: Outcome, title: string): Act | undefined {
  const { undo } = act;
  if (undo === undefined) return undefined;
  const commands = new Map(done.map(({ order, commandId }) => [order.id, commandId]));
  return { title, of: (order) => undo(order, commands.get(order.id) ?? "") };
}
