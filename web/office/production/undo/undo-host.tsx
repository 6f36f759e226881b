import { useEffect } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { askUndo, closeOffer, type UndoOffer, useUndoState, type UndoWish } from "./undo-offers.ts";
import { UndoPreview } from "./undo-preview.tsx";

/** Where acts on orders can be taken back: the board and the page of an order. Left, their offers go with it. */
export function UndoHost() {
  const { offers, wish } = useUndoState();
  useEffect(() => () => askUndo(undefined), []);
  const last = offers.at(-1);
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
      {wish !== undefined && <UndoDialog key={wish.commandId} {...wish} />}
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

function UndoDialog({ orderId, commandId }: UndoWish) {
  const { t, lookUp } = useTexts();
  const preview = useRoute("previewUndo", { orderId, commandId });
  const undo = useCommand("undoWork");
  const { data } = preview;
  const close = (): void => askUndo(undefined);
  const submit = async (): Promise<void> => {
    const answer = await undo.run({ orderId, commandId }, { inPlace: true });
    if (!answer.ok) return;
    closeOffer(commandId);
    notify({ tone: "done", text: t("undo.done") });
    close();
  };
  const verb = data === undefined ? undefined : lookUp(`undo.verb.${data.verb}`);
  return (
    <FormDialog
      title={verb === undefined ? t("undo.title") : t("undo.titleOf", { verb })}
      onClose={close}
      onSubmit={() => void submit()}
      submitLabel={t("action.undo")}
      closeLabel={t("undo.leave")}
      pending={undo.pending}
      refusal={undo.refusal}
      disabled={data === undefined || data.refusal !== null}
    >
      <RefusalNotice refusal={preview.refusal} retry={preview.refetch} />
      {data === undefined && preview.refusal === undefined && <PageSkeleton lines={4} />}
      {data !== undefined && <UndoPreview preview={data} />}
    </FormDialog>
  );
}
