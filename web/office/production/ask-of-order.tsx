import { useEffect } from "react";
import { notify } from "#web/shared/notices.ts";
import { useRoute } from "#web/shared/queries.ts";
import { CancelOrderDialog } from "./changes/cancel-order-dialog.tsx";
import { currentRun } from "./order-types.ts";
import { RunDialog } from "./runs/run-dialog.tsx";

/** What a move on the board asks before it is made. */
export type Asked = { readonly of: "cancel" | "give"; readonly orderId: string };

/** The dialogs tell what will happen, so they need the order as it is now. */
export function AskOfOrder({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { data, refusal } = useRoute("showOrder", { orderId: asked.orderId });
  useEffect(() => {
    if (refusal === undefined) return;
    notify({ tone: "refusal", refusal });
    onClose();
  }, [refusal, onClose]);
  if (data === undefined) return null;
  if (asked.of === "cancel") return <CancelOrderDialog order={data} onClose={onClose} />;
  const placed = currentRun(data);
  return placed === undefined ? null : (
    <RunDialog {...placed} order={data} verb="reassignRun" onClose={onClose} />
  );
}
