import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";

/** What can be done with a batch that nobody has begun: an order leaves it, or all of them do. */
export function useBatchActs(order: Pick<Order, "id" | "number" | "batch">) {
  const { t } = useTexts();
  const leaving = useCommand("leaveBatch");
  const dissolving = useCommand("dissolveBatch");
  const leave = async (orderId = order.id, number = order.number): Promise<void> => {
    const answer = await leaving.run({ orderId });
    if (!answer.ok) return;
    const { dissolved } = answer.value;
    notify({ tone: "done", text: t(dissolved ? "gather.leftAndDissolved" : "gather.left", { number }) });
  };
  const dissolve = async (): Promise<void> => {
    const answer = await dissolving.run({ orderId: order.id });
    if (!answer.ok) return;
    const count = answer.value.orderIds.length;
    notify({ tone: "done", text: t("gather.dissolved", { number: order.number, count }) });
  };
  return { leave, dissolve, pending: leaving.pending || dissolving.pending };
}
