import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { askUndo, closeOffer, type UndoWish } from "./undo-offers.ts";
import { UndoPreview } from "./undo-preview.tsx";

/** What taking an act back would do, before it is done. */
export function UndoDialog({ orderId, commandId }: UndoWish) {
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
