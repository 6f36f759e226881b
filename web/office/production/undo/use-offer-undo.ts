import { useTexts } from "../texts.ts";
import { offerUndo } from "./undo-offers.ts";

/** Says what was done to an order, and offers to take it back. */
export function useOfferUndo(orderId: string): (text: string, act: { readonly commandId: string }) => void {
  const { t } = useTexts();
  return (text, { commandId }) => offerUndo({ orderId, commandId, text, label: t("action.undo") });
}
