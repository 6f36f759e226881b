import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Menu } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { later } from "../later.ts";
import { useTexts } from "./texts.ts";
import type { Asked } from "./ask-of-order.tsx";
import type { BoardColumn, OrderCardRow } from "./board-card.tsx";
import type { CardPlace, DropOn, Edge } from "./board-drag.ts";
import { byRank, priorityBetween } from "./board-order.ts";
import { nameOfColumn } from "./board-words.ts";
import { priorities, type Priority } from "./priorities.ts";
import { offerUndo } from "./undo/undo-offers.ts";

type OpenMenu = {
  readonly card: OrderCardRow;
  readonly left: number;
  readonly top: number;
  readonly button: HTMLElement;
};
/** What may be given to somebody else from the board; what is under way is handed over on the card. */
const givable: readonly string[] = ["waiting", "ready"];

export const askOfOrder = later(() => import("./ask-of-order.tsx"));

/**
 * What a drag means: into Cancelled it cancels, with a reason; into another operator's lane it gives them the stage;
 * up or down in its column it changes the priority. Everything else follows from the work, and the drop is refused in
 * words. The menu does the same without a mouse.
 */
export function useBoardMoves(
  columns: readonly BoardColumn[],
  lanes: "product" | "operator" | "subcontractor" | undefined,
) {
  const { t } = useTexts();
  const { can } = useSession();
  const [asked, setAsked] = useState<Asked>();
  const dialogs = askOfOrder.use(asked !== undefined);
  const [menu, setMenu] = useState<OpenMenu>();
  const change = useCommand("changeOrder").run;
  const reassign = useCommand("reassignRun").run;
  const mayCancel = can("order.cancel");
  const mayChange = can("order.change");
  const mayGive = can("run.reassign");
  const offer = useCallback(
    (orderId: string, text: string, { commandId }: { readonly commandId: string }): void =>
      offerUndo({ orderId, commandId, text, label: t("action.undo") }),
    [t],
  );

  const say = useCallback((text: string): void => void notify({ tone: "note", text }), []);
  const isOver = useCallback(
    (card: OrderCardRow): boolean => {
      if (card.status !== "done" && card.status !== "cancelled" && card.status !== "aggregated") return false;
      say(t(`board.stays.${card.status}`, { number: card.number }));
      return true;
    },
    [t, say],
  );
  const toColumn = useCallback(
    (card: OrderCardRow, to: BoardColumn): void => {
      const { number } = card;
      if (isOver(card)) return;
      if (to.status === "cancelled" && mayCancel) setAsked({ of: "cancel", orderId: card.id });
      else if (to.status === null) say(t("board.follows.stage", { number, stage: nameOfColumn(to, t) }));
      else say(t(`board.follows.${to.status}`, { number }));
    },
    [t, say, isOver, mayCancel],
  );
  const prioritize = useCallback(
    async (card: OrderCardRow, priority: Priority): Promise<void> => {
      if (isOver(card) || priority === card.priority) return;
      const answer = await change(
        { orderId: card.id, priority },
        {
          optimistic: (cache) =>
            cache.change("showOrderBoard", (shown) => ({
              ...shown,
              columns: shown.columns.map((column) => ({
                ...column,
                cards: withPriority(column.cards, card.id, priority),
              })),
            })),
        },
      );
      if (!answer.ok) return;
      const text = t("board.prioritized", { number: card.number, priority: t(`priority.${priority}`) });
      offer(card.id, text, answer);
    },
    [t, change, isOver, offer],
  );
  const give = useCallback(
    async (card: OrderCardRow, to: string): Promise<void> => {
      const { current, number } = card;
      if (isOver(card)) return;
      if (current === null || current.runId === null) return say(t("board.nothingToGive", { number }));
      if (!givable.includes(current.state)) return say(t("board.underWay", { number, stage: current.name }));
      const memberId = to === "none" ? null : to;
      if (memberId === current.operatorId) return;
      const answer = await reassign({ runId: current.runId, memberId });
      if (answer.ok) offer(card.id, t("run.reassigned", { stage: current.name }), answer);
    },
    [t, say, reassign, isOver, offer],
  );

  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data["kind"] === "order",
        onDrop: ({ source, location }) => {
          const from = source.data["at"] as CardPlace;
          const targets = location.current.dropTargets.map((target) => target.data);
          const on = targets.find((data) => data["column"] !== undefined) as DropOn | undefined;
          if (on === undefined) return;
          const { card } = from;
          const to = columns.find((column) => column.key === on.column);
          if (on.column !== from.column) {
            if (to !== undefined) toColumn(card, to);
          } else if (on.lane !== from.lane && on.lane !== undefined) {
            if (lanes === "product") say(t("board.productStays", { number: card.number }));
            else if (lanes === "subcontractor") say(t("board.subStays", { number: card.number }));
            else if (mayGive) void give(card, on.lane);
          } else {
            const beside = targets.find((data) => data["beside"] !== undefined);
            if (beside === undefined || !mayChange || isOver(card)) return;
            const there = beside["beside"] as CardPlace;
            const [above, below] =
              (beside["edge"] as Edge) === "top"
                ? [there.above, there.card.priority]
                : [there.card.priority, there.below];
            const priority = priorityBetween(card.priority, above, below);
            if (priority === undefined)
              say(t("board.dueDecides", { priority: t(`priority.${card.priority}`) }));
            else void prioritize(card, priority);
          }
        },
      }),
    [columns, lanes, t, say, toColumn, give, prioritize, isOver, mayChange, mayGive],
  );
  const openMenu = useCallback((card: OrderCardRow, button: HTMLElement) => {
    const { right, bottom } = button.getBoundingClientRect();
    setMenu({ card, left: right, top: bottom, button });
  }, []);
  const closeMenu = (): void => {
    menu?.button.focus();
    setMenu(undefined);
  };
  const close = useCallback(() => setAsked(undefined), []);
  const parts = (
    <>
      {menu !== undefined && (
        <MoveMenu
          card={menu.card}
          menu={menu}
          columns={columns}
          onClose={closeMenu}
          onColumn={toColumn}
          onPriority={mayChange ? (card, priority) => void prioritize(card, priority) : undefined}
          onGive={mayGive ? (card) => setAsked({ of: "give", orderId: card.id }) : undefined}
        />
      )}
      {asked !== undefined && dialogs !== undefined && <dialogs.AskOfOrder asked={asked} onClose={close} />}
    </>
  );
  return { onMenu: mayCancel || mayChange || mayGive ? openMenu : undefined, parts };
}

function withPriority<Card extends OrderCardRow>(
  cards: readonly Card[],
  id: string,
  priority: Priority,
): Card[] {
  if (!cards.some((card) => card.id === id)) return [...cards];
  return cards.map((card) => (card.id === id ? { ...card, priority } : card)).sort(byRank);
}

/** One menu for the whole board: a menu of its own in each card would cost more than the card. */
function MoveMenu(props: {
  readonly card: OrderCardRow;
  readonly menu: OpenMenu;
  readonly columns: readonly BoardColumn[];
  readonly onClose: () => void;
  readonly onColumn: (card: OrderCardRow, to: BoardColumn) => void;
  readonly onPriority: ((card: OrderCardRow, priority: Priority) => void) | undefined;
  readonly onGive: ((card: OrderCardRow) => void) | undefined;
}) {
  const { card, menu, columns, onClose, onColumn, onPriority, onGive } = props;
  const { t } = useTexts();
  const isOver = card.status === "done" || card.status === "cancelled" || card.status === "aggregated";
  const canGive = card.current !== null && givable.includes(card.current.state);
  return (
    <Menu opened onClose={onClose} position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", left: menu.left, top: menu.top }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("board.moveTo", { number: card.number })}>
        <Menu.Label>{t("board.moveTo", { number: card.number })}</Menu.Label>
        {columns
          .filter((column) => column.status === null || column.status !== card.status)
          .map((column) => (
            <Menu.Item key={column.key} onClick={() => onColumn(card, column)}>
              {nameOfColumn(column, t)}
            </Menu.Item>
          ))}
        {onGive !== undefined && canGive && (
          <Menu.Item onClick={() => onGive(card)}>
            {t("board.giveTo", { stage: card.current?.name ?? "" })}
          </Menu.Item>
        )}
        {onPriority !== undefined && !isOver && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("board.priority")}</Menu.Label>
            {priorities
              .filter((priority) => priority !== card.priority)
              .toReversed()
              .map((priority) => (
                <Menu.Item key={priority} onClick={() => onPriority(card, priority)}>
                  {t(`priority.${priority}`)}
                </Menu.Item>
              ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
