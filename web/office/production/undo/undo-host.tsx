import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { later } from "../../later.ts";
import { askUndo, closeOffer, type UndoOffer, useUndoState } from "./undo-offers.ts";

const undoDialog = later(() => import("./undo-dialog.tsx"));

/** Where acts on orders can be taken back: the board and the page of an order. Left, their offers go with it. */
export function UndoHost() {
  const { offers, wish } = useUndoState();
  const dialog = undoDialog.use(wish !== undefined);
  useEffect(() => () => askUndo(undefined), []);
  const last = offers.at(-1);
  useEffect(() => {
    if (last !== undefined) undoDialog.ahead();
  }, [last]);
  // The offer lies in the corner of the page, where no Tab leads while the card lies over the board.
  useEffect(() => {
    if (last === undefined) return undefined;
    const undoLast = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "z" || event.shiftKey || event.altKey) return;
      if (!(event.ctrlKey || event.metaKey) || isWriting(event.target)) return;
      event.preventDefault();
      askUndo({ orderId: last.orderId, commandId: last.commandId });
    };
    document.addEventListener("keydown", undoLast);
    return () => document.removeEventListener("keydown", undoLast);
  }, [last]);
  return (
    <>
      {offers.map((offer) => (
        <OfferWatch key={offer.commandId} {...offer} />
      ))}
      {wish !== undefined && dialog !== undefined && <dialog.UndoDialog key={wish.commandId} {...wish} />}
    </>
  );
}

/** There the same keys take back what was typed. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true]") !== null;

/** Every change of the order asks anew whether the act can still be taken back. */
function OfferWatch({ orderId, commandId }: UndoOffer) {
  const { data, refusal } = useRoute("previewUndo", { orderId, commandId });
  const gone =
    (refusal !== undefined && refusal.code !== "no_connection") || (data?.refusal ?? null) !== null;
  useEffect(() => {
    if (gone) closeOffer(commandId);
  }, [gone, commandId]);
  useEffect(() => () => closeOffer(commandId), [commandId]);
  return null;
}
