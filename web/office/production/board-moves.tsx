import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Menu } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "./texts.ts";
import type { OrderCardRow } from "./board-card.tsx";
import { CancelOrderDialog } from "./changes/cancel-order-dialog.tsx";
import { type OrderStatus, orderStatusWords } from "./order-status-words.ts";

type Moved = Pick<OrderCardRow, "id" | "number" | "status">;
type OpenMenu = {
  readonly card: Moved;
  readonly left: number;
  readonly top: number;
  readonly button: HTMLElement;
};

/**
 * What a drag means on a board by status: into Cancelled it cancels, with a reason. Every other status follows from
 * the work, and the drop is refused in words. The menu does the same without a mouse.
 */
export function useBoardMoves() {
  const { t } = useTexts();
  const { can } = useSession();
  const [cancelling, setCancelling] = useState<string>();
  const [menu, setMenu] = useState<OpenMenu>();
  const mayMove = can("order.cancel");
  const move = useCallback(
    (card: Moved, to: OrderStatus): void => {
      if (card.status === to) return;
      const { number, status } = card;
      if (status === "done" || status === "cancelled") {
        notify({ tone: "note", text: t(`board.stays.${status}`, { number }) });
      } else if (to === "cancelled") setCancelling(card.id);
      else notify({ tone: "note", text: t(`board.follows.${to}`, { number }) });
    },
    [t],
  );
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data["kind"] === "order",
        onDrop: ({ source, location }) => {
          const { id, number, status } = source.data;
          const to = orderStatusWords.find(
            (word) => word === location.current.dropTargets[0]?.data["status"],
          );
          const from = orderStatusWords.find((word) => word === status);
          if (typeof id !== "string" || typeof number !== "number") return;
          if (to !== undefined && from !== undefined) move({ id, number, status: from }, to);
        },
      }),
    [move],
  );
  const openMenu = useCallback((card: Moved, button: HTMLElement) => {
    const { right, bottom } = button.getBoundingClientRect();
    setMenu({ card, left: right, top: bottom, button });
  }, []);
  const closeMenu = (): void => {
    menu?.button.focus();
    setMenu(undefined);
  };
  const parts = (
    <>
      {menu !== undefined && <MoveMenu menu={menu} onClose={closeMenu} onMove={move} />}
      {cancelling !== undefined && (
        <CancelById orderId={cancelling} onClose={() => setCancelling(undefined)} />
      )}
    </>
  );
  return { onMenu: mayMove ? openMenu : undefined, parts };
}

/** One menu for the whole board: a menu of its own in each card would cost more than the card. */
function MoveMenu(props: {
  readonly menu: OpenMenu;
  readonly onClose: () => void;
  readonly onMove: (card: Moved, to: OrderStatus) => void;
}) {
  const { menu, onClose, onMove } = props;
  const { t } = useTexts();
  return (
    <Menu opened onClose={onClose} position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <span style={{ position: "fixed", left: menu.left, top: menu.top }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("board.moveTo", { number: menu.card.number })}>
        <Menu.Label>{t("board.moveTo", { number: menu.card.number })}</Menu.Label>
        {orderStatusWords
          .filter((status) => status !== menu.card.status)
          .map((status) => (
            <Menu.Item key={status} onClick={() => onMove(menu.card, status)}>
              {t(`orderStatus.${status}`)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The dialog tells what will happen, so it needs the order as it is now. */
function CancelById({ orderId, onClose }: { readonly orderId: string; readonly onClose: () => void }) {
  const { data, refusal } = useRoute("showOrder", { orderId });
  useEffect(() => {
    if (refusal === undefined) return;
    notify({ tone: "refusal", refusal });
    onClose();
  }, [refusal, onClose]);
  return data === undefined ? null : <CancelOrderDialog order={data} onClose={onClose} />;
}
